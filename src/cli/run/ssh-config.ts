import { join } from 'node:path';
import type { Emit } from '../../events/events.ts';
import type { Host } from '../../model/cluster.ts';
import { formatDuration, SECOND } from '../../model/duration.ts';
import { nameList } from '../../report/name-list.ts';
import type { Transport } from '../../transport/port.ts';
import type { Note } from '../../transport/ssh/config/overridden.ts';
import type { SshConfigSource } from '../../transport/ssh/config/source.ts';
import type { UnusableFiles } from '../../transport/ssh/connect/configured-files.ts';
import type { OpenSshClient, SshOptions } from '../../transport/ssh/connect/options.ts';
import type { Edges } from '../program-environment.ts';
import type { Io } from '../terminal/io.ts';
import type { Prompt } from '../terminal/prompt.ts';
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
function opensshClient(io: Pick<Io, 'env' | 'home'>): OpenSshClient {
  const { program, env, file, isIgnored } = sshConfigSource(io);
  const configFile = isIgnored ? 'none' : file;
  return { program, env, ...(configFile !== undefined && { configFile }) };
}

/** Describes why `auto` selects the OpenSSH client: `db1: uses the ssh of this machine for ProxyCommand of ssh_config`. */
function opensshText(host: string, reasons: readonly string[]): string {
  return `${host}: uses the ssh of this machine for ${reasons.join(', ')}`;
}

/** Describes a file that ssh_config names and that cannot be used. */
export function unusableText({ keyword, paths, at, why, hosts }: UnusableFiles): string {
  const setting = `${at ?? 'ssh_config'}: ${keyword} ${nameList(paths)}`;
  return `${setting} has no effect for ${nameList(hosts)}: ${why}`;
}

/** Describes a setting that has no effect: `ssh_config: ForwardAgent yes has no effect: Quorate …`. */
function ignoredText({ keyword, value, why, at }: Note): string {
  const place = at === undefined ? 'ssh_config' : at;
  return `${place}: ${[keyword, value].filter(Boolean).join(' ')} has no effect: ${why}`;
}

/** How long a new connection waits for a host that is starting. A lost connection has a longer limit (`Fleet`). */
const CONNECT_RETRY = 20 * SECOND;
/**
 * Maximum number of concurrent handshakes with one sshd, which drops connections if more than ten are not authenticated
 * yet (MaxStartups).
 */
const HANDSHAKES = 8;
const KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/** Opens the SSH transport with the operator's own keys. */
export function openTransport(edges: Edges, options: OperatorOptions): Promise<Transport> {
  return edges.transport(sshOptions(edges, options));
}

interface OperatorOptions {
  /** All hosts of the cluster. */
  readonly hosts: readonly Host[];
  readonly acceptNewHostKeys: boolean;
  readonly prompt: Prompt;
  readonly emit: Emit;
}

/** The options of SSH: the operator's keys, configuration and answers. */
export function sshOptions({ io, clock }: Edges, options: OperatorOptions): SshOptions {
  const agentSocket = io.env['SSH_AUTH_SOCK'];
  const { ask, answer } = options.prompt;
  return {
    clock,
    hosts: options.hosts,
    acceptNewHostKeys: options.acceptNewHostKeys,
    connectRetryMs: CONNECT_RETRY,
    handshakes: HANDSHAKES,
    defaultIdentities: KEYS.map((name) => join(io.home, '.ssh', name)),
    openssh: opensshClient(io),
    alsoKnownHosts: ['/etc/ssh/ssh_known_hosts'],
    sshConfig: sshConfigSource(io),
    onOpenSsh: (host, reasons) => options.emit({ kind: 'run.warned', text: opensshText(host, reasons) }),
    onIgnored: (note) => options.emit({ kind: 'run.warned', text: ignoredText(note) }),
    onNotice: (host, text) => options.emit({ kind: 'run.warned', text: `${host}: ${text}` }),
    onHostKeyAccepted: (host, fingerprint) =>
      options.emit({ kind: 'run.warned', text: `${host}: recorded the new host key ${fingerprint}` }),
    onWaiting: (host, what, limitMs) =>
      options.emit({
        kind: 'run.warned',
        text: `${host}: no response to ${what} yet; waiting at most ${formatDuration(limitMs)}`,
      }),
    onRetry: (failed) => options.emit({ kind: 'host.retried', ...failed }),
    ...(ask && { askPassphrase: ask }),
    ...(answer && {
      askPrompt: ({ host, user, instructions, text, echo }) =>
        answer(
          [...(instructions ? [`${host}: ${instructions.trim()}`] : []), `${user}@${host}: ${text}`].join(
            '\n',
          ),
          echo,
        ),
    }),
    ...(agentSocket && { agentSocket }),
  };
}
