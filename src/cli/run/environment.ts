import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Emit } from '../../events/events.ts';
import type { RunEnvironment } from '../../execute/environment.ts';
import { formatDuration, SECOND } from '../../model/duration.ts';
import { planDigest } from '../../plan/digest.ts';
import type { Transport } from '../../transport/port.ts';
import type { SshOptions } from '../../transport/ssh/connect/options.ts';
import { packageVersion } from '../resource.ts';
import type { Edges } from '../program-environment.ts';
import { isHolderRunning, holderOf } from './lock-holder.ts';
import type { Prepared } from './prepare.ts';
import { ignoredText, opensshClient, opensshText, sshConfigSource } from './ssh-config.ts';
import type { Prompt } from '../terminal/prompt.ts';

/** How long a new connection waits for a host that is starting. A lost connection has a longer limit (`Fleet`). */
const CONNECT_RETRY = 20 * SECOND;
/**
 * Maximum number of concurrent handshakes. sshd drops connections if more than ten are not authenticated yet
 * (MaxStartups).
 */
const HANDSHAKES = 8;
const KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/** Identifies one run in events, receipts and locks. */
export function newRun(): string {
  return randomUUID().slice(0, 13);
}

interface Wiring {
  readonly prepared: Prepared;
  readonly command: string;
  readonly run: string;
  readonly emit: Emit;
  readonly recorded: RunEnvironment['recorded'];
  readonly signal: AbortSignal;
  readonly transport: Transport;
}

/** Everything that the executor needs besides the plan. */
export function environment(
  { prepared, command, run, emit, recorded, signal, transport }: Wiring,
  { clock }: Edges,
): RunEnvironment {
  const { cluster, text } = prepared.inventory;
  const receiptKey = prepared.material.secrets.receipt_key;
  return {
    transport,
    clock,
    emit,
    recorded,
    cluster,
    receiptKey,
    run,
    command,
    inventory: planDigest(receiptKey)(text),
    holder: holderOf({ cluster: cluster.name, command, run }),
    version: packageVersion(),
    isHolderRunning,
    signal,
  };
}

/** Opens the SSH transport with the operator's own keys. */
export function openTransport(edges: Edges, options: OperatorOptions): Promise<Transport> {
  return edges.transport(sshOptions(edges, options));
}

interface OperatorOptions {
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
