import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../paths.ts';
import { must } from '../shell.ts';

const directory = join(paths.lab, 'ssh');
const inDirectory = (name: string) => join(directory, name);

/** The keys of the operator, by what they log in to. `certified` is known to no host, except through its certificate. */
const LOGINS = ['outer', 'inner', 'member', 'certified'] as const;
const AUTHORITIES = ['user-ca', 'host-ca'] as const;
/** Further keys in the agent, which no host accepts. */
const OTHERS = ['other1', 'other2', 'other3', 'other4', 'other5'] as const;

export const sshPaths = {
  directory,
  key: (name: (typeof LOGINS)[number]) => inDirectory(name),
  others: OTHERS.map(inDirectory),
  authority: (name: (typeof AUTHORITIES)[number]) => inDirectory(`${name}.pub`),
  /** Files that are copied into /etc/ssh of a host before it starts. */
  hostFiles: (host: string) => join(directory, 'hosts', host),
} as const;

/** A host that the stage starts, and the key with which the operator logs in to it. */
export interface SshHost {
  readonly name: string;
  /** Addresses in its host certificate. */
  readonly addresses: readonly string[];
  readonly login: (typeof LOGINS)[number];
}

/** Creates new keys for the operator and the hosts, certificates, and the files for /etc/ssh of each host. */
export async function makeSshFiles(hosts: readonly SshHost[]): Promise<void> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  await Promise.all([...LOGINS, ...AUTHORITIES, ...OTHERS].map((name) => newKey(inDirectory(name), name)));
  await sign('user-ca', ['-n', 'operator', '-V', '-1h:+1d', inDirectory('certified.pub')]);
  await Promise.all(hosts.map(filesOf));
}

async function filesOf({ name, addresses, login }: SshHost): Promise<void> {
  const files = sshPaths.hostFiles(name);
  mkdirSync(join(files, 'authorized_keys'), { recursive: true, mode: 0o755 });
  mkdirSync(join(files, 'sshd_config.d'));
  const key = join(files, 'ssh_host_ed25519_key');
  await newKey(key, name);
  await sign('host-ca', ['-h', '-n', addresses.join(','), '-V', '-1h:+1d', `${key}.pub`]);
  const copy = (from: string, to: string) =>
    writeFileSync(join(files, to), readFileSync(from), { mode: 0o644 });
  copy(`${inDirectory(login)}.pub`, 'authorized_keys/operator');
  copy(sshPaths.authority('user-ca'), 'user-ca.pub');
  writeFileSync(join(files, 'sshd_config.d', 'stage.conf'), SSHD, { mode: 0o644 });
}

const SSHD = `MaxAuthTries 3
PasswordAuthentication no
TrustedUserCAKeys /etc/ssh/user-ca.pub
HostCertificate /etc/ssh/ssh_host_ed25519_key-cert.pub
`;

const newKey = (file: string, comment: string) =>
  must(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', file]);
const sign = (authority: (typeof AUTHORITIES)[number], args: readonly string[]) =>
  must(['ssh-keygen', '-q', '-s', inDirectory(authority), '-I', authority, ...args]);
