import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { Host, SshSettings } from '../../../../src/model/cluster.ts';
import type { Configured } from '../../../../src/transport/ssh/config/configured.ts';
import { effectiveHost, targetOf } from '../../../../src/transport/ssh/config/effective.ts';
import type { EffectiveHost } from '../../../../src/transport/ssh/config/effective.ts';
import { sshConfig } from '../../../../src/transport/ssh/config/source.ts';
import { hostAt } from '../../../support/sshd/machine.ts';

/** The account that `ssh -G` prints without a file. */
export const LOCAL_USER = userInfo().username;
export const ENV = { PATH: process.env['PATH'] ?? '', KEYS: '/srv/keys' };

/** Files of ssh_config in a new directory. The first one is the main file. */
export function configFiles(files: Readonly<Record<string, string>>) {
  const directory = mkdtempSync(join(tmpdir(), 'quorate-ssh-config-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text.replaceAll('DIRECTORY', directory));
  }
  return {
    directory,
    file: join(directory, Object.keys(files)[0] ?? ''),
    remove: () => rmSync(directory, { recursive: true }),
  };
}

/** A host whose inventory sets nothing but what is given. */
export function hostOf(address: string, ssh: Partial<SshSettings> = {}): Host {
  return {
    ...hostAt(22, {
      ...{ user: '', agent: true, become: true, knownHosts: '/home/operator/.ssh/known_hosts' },
      ...{
        connectTimeoutMs: 15_000,
        defaults: ['user', 'port', 'agent', 'become', 'known_hosts', 'connect_timeout'],
      },
      ...ssh,
    }),
    address,
  };
}

interface Reading {
  readonly file: string;
  readonly home?: string;
  /** The client; a program that does not exist selects the parser. */
  readonly program?: 'ssh' | 'no-such-ssh';
}

/** Reads what a file sets for a host. */
export function configured(
  host: Host,
  { file, home = '/home/operator', program }: Reading,
): Promise<Configured> {
  const source = { program: program ?? 'no-such-ssh', env: ENV, file, home, localUser: LOCAL_USER };
  return sshConfig(source)(targetOf(host));
}

export async function effective(host: Host, reading: Reading): Promise<EffectiveHost> {
  const place = { home: reading.home ?? '/home/operator', env: ENV, localUser: LOCAL_USER };
  return effectiveHost(host, await configured(host, reading), place);
}
