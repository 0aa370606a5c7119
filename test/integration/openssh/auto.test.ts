import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { SshSettings } from '../../../src/model/cluster.ts';
import type { SshOptions } from '../../../src/transport/ssh/connect/options.ts';
import type { Transport } from '../../../src/transport/port.ts';
import { opensshTransport } from '../../support/openssh/client.ts';
import { startSecurityKeyAgent } from '../../support/openssh/security-key-agent.ts';
import { hostAt, startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { makeKey } from '../../support/sshd/server.ts';
import { problemOf } from '../../support/sshd/transport.ts';

jest.setTimeout(60_000);

let directory: string;
let machine: Machine;
let securityKey: Awaited<ReturnType<typeof startSecurityKeyAgent>>;
const transports: Transport[] = [];
/** Reasons for which the OpenSSH client was selected. */
let selected: string[];

const at = (name: string) => join(directory, name);
const keygen = (...args: string[]) => execFileSync('ssh-keygen', ['-q', ...args], { stdio: 'pipe' });

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-auto-'));
  for (const name of ['user-ca', 'host-ca', 'host']) makeKey(directory, name);
  keygen('-s', at('host-ca'), '-I', 'db1', '-h', '-n', '127.0.0.1', at('host.pub'));
  securityKey = await startSecurityKeyAgent(at('agent'));
  const certificate = [`HostKey ${at('host')}`, `HostCertificate ${at('host-cert.pub')}`];
  const logins = [`TrustedUserCAKeys ${at('user-ca.pub')}`, 'GSSAPIAuthentication yes'];
  machine = await startMachine({ sshd: [...certificate, ...logins] });
  const own = `[127.0.0.1]:${machine.port} ${readFileSync(at('host.pub'), 'utf8')}`;
  writeFileSync(at('known'), readFileSync(machine.knownHosts, 'utf8') + own);
  appendFileSync(join(machine.directory, 'authorized_keys'), `${securityKey.publicKey}\n`);
});
afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
});
afterAll(async () => {
  securityKey.stop();
  await machine.stop();
  rmSync(directory, { recursive: true });
});

interface Case {
  /** Settings of the host. An empty `identity` names no key. */
  readonly ssh?: Partial<SshSettings>;
  readonly config?: string;
  readonly options?: Partial<SshOptions>;
}

/** Connects with `auto`. Returns the reasons for which the OpenSSH client was selected. */
async function connect({ ssh, config = '', options }: Case): Promise<readonly string[]> {
  writeFileSync(at('config'), config);
  selected = [];
  const source = { program: 'ssh', env: process.env, home: directory, localUser: 'root', file: at('config') };
  const transport = opensshTransport(at('config'), {
    sshConfig: source,
    onOpenSsh: (_host, reasons) => selected.push(...reasons),
    ...options,
  });
  transports.push(transport);
  const { identity = machine.identity, ...rest } = ssh ?? {};
  const settings = { client: 'auto', user: 'free', become: true, knownHosts: at('known'), ...rest } as const;
  const session = await transport.connect(
    hostAt(machine.port, { ...settings, ...(identity !== '' && { identity }) }),
  );
  const ask = { program: 'test', args: ['-e', '/'], as: 'root', timeoutMs: 30_000 } as const;
  expect(await session.ask([ask])).toMatchObject([{ code: 0 }]);
  return selected;
}

/** A key whose certificate is next to it. */
function certified(name: string): string {
  const key = makeKey(directory, name);
  keygen('-s', at('user-ca'), '-I', 'test', '-n', 'free', `${key}.pub`);
  return key;
}

/** Writes a known_hosts file that trusts the CA for the hosts of a pattern. */
function authority(pattern: string): string {
  const [type = '', key = ''] = readFileSync(at('host-ca.pub'), 'utf8').split(' ');
  writeFileSync(at('authority'), `# comment\n@cert-authority ${pattern} ${type} ${key}\n`);
  return at('authority');
}

test('a plain key and a plain host key need only ssh2', async () => {
  expect(await connect({})).toEqual([]);
});

describe('auto selects the OpenSSH client, and reports why, for', () => {
  test('@cert-authority of known_hosts, if it names the host', async () => {
    const knownHosts = authority('[127.0.0.*]:*');
    expect(await connect({ ssh: { knownHosts } })).toEqual([`@cert-authority (${knownHosts}:2)`]);
    const problem = await problemOf(connect({ ssh: { knownHosts: authority('*.example.com') } }));
    expect(problem.what).toMatch(/^unknown host key/);
  });

  test('a certificate next to the key of the inventory', async () => {
    const identity = certified('inventory');
    expect(await connect({ ssh: { identity } })).toEqual([`the certificate ${identity}-cert.pub`]);
  });

  test('a certificate next to the key of ssh_config', async () => {
    const key = certified('configured');
    const config = `IdentityFile ${key}\n`;
    expect(await connect({ ssh: { identity: '' }, config })).toEqual([`the certificate ${key}-cert.pub`]);
  });

  test('a certificate next to a default key', async () => {
    const key = certified('id_ed25519');
    // ssh itself has the default keys of this account, not those of the test.
    await problemOf(connect({ ssh: { identity: '' }, options: { defaultIdentities: [key] } }));
    expect(selected).toEqual([`the certificate ${key}-cert.pub`]);
  });

  test('CertificateFile of ssh_config', async () => {
    const key = certified('elsewhere');
    writeFileSync(at('moved-cert.pub'), readFileSync(`${key}-cert.pub`));
    rmSync(`${key}-cert.pub`);
    const config = `CertificateFile ${at('moved-cert.pub')}\n`;
    expect(await connect({ ssh: { identity: key }, config })).toEqual([
      `CertificateFile of ssh_config (${at('config')}:1)`,
    ]);
  });

  test('a security key that is the only key of the agent', async () => {
    const options = { agentSocket: at('agent') };
    expect(await connect({ ssh: { identity: '', agent: true }, options })).toEqual([
      'the security key of the SSH agent',
    ]);
  });

  test('a security key of the inventory', async () => {
    const identity = at('touch.pub');
    writeFileSync(identity, `${securityKey.publicKey}\n`);
    const options = { agentSocket: at('agent') };
    expect(await connect({ ssh: { identity, agent: true }, options })).toEqual([
      `the security key ${identity}`,
    ]);
  });

  test('GSSAPIAuthentication of the operator, and ssh then tries it', async () => {
    const config = 'GSSAPIAuthentication yes\n';
    expect(await connect({ config })).toEqual([`GSSAPIAuthentication of ssh_config (${at('config')}:1)`]);
    const identity = makeKey(directory, 'unauthorized');
    const problem = await problemOf(connect({ config, ssh: { identity } }));
    expect(problem.why).toMatch(/^gssapi-with-mic: No Kerberos credentials available/);
  });
});
