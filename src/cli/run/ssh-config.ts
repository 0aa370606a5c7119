import type { Note } from '../../transport/ssh/config/overridden.ts';
import type { SshConfigSource } from '../../transport/ssh/config/source.ts';
import type { UnusableFiles } from '../../transport/ssh/connect/configured-files.ts';
import { nameList } from '../../report/name-list.ts';
import type { OpenSshClient } from '../../transport/ssh/connect/options.ts';
import type { Io } from '../terminal/io.ts';
import { accountName } from './lock-holder.ts';

/** Names the file of ssh_config to read in place of the usual two; `none` for no file. */
const SSH_CONFIG = 'QUORATE_SSH_CONFIG';

/** Returns where ssh_config is read from: the files that ssh reads, or the one of QUORATE_SSH_CONFIG. */
export function sshConfigSource({ env, home }: Pick<Io, 'env' | 'home'>): SshConfigSource {
  const file = env[SSH_CONFIG];
  const source = { program: 'ssh', env, home, localUser: accountName() ?? env['USER'] ?? '' };
  if (file === undefined || file === '') return source;
  return file.toLowerCase() === 'none' ? { ...source, isIgnored: true } : { ...source, file };
}

/** Returns the OpenSSH client of this machine, which reads the same files. */
export function opensshClient(io: Pick<Io, 'env' | 'home'>): OpenSshClient {
  const { program, env, file, isIgnored } = sshConfigSource(io);
  const configFile = isIgnored ? 'none' : file;
  return { program, env, ...(configFile !== undefined && { configFile }) };
}

/** Describes why `auto` selects the OpenSSH client: `db1: uses the ssh of this machine for ProxyCommand of ssh_config`. */
export function opensshText(host: string, reasons: readonly string[]): string {
  return `${host}: uses the ssh of this machine for ${reasons.join(', ')}`;
}

/** Describes a file that ssh_config names and that cannot be used. */
export function unusableText({ keyword, paths, at, why, hosts }: UnusableFiles): string {
  const setting = `${at ?? 'ssh_config'}: ${keyword} ${nameList(paths)}`;
  return `${setting} has no effect for ${nameList(hosts)}: ${why}`;
}

/** Describes a setting that has no effect: `ssh_config: ForwardAgent yes has no effect: Quorate …`. */
export function ignoredText({ keyword, value, why, at }: Note): string {
  const place = at === undefined ? 'ssh_config' : at;
  return `${place}: ${[keyword, value].filter(Boolean).join(' ')} has no effect: ${why}`;
}
