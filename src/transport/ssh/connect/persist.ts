import type { Duplex } from 'node:stream';
import PQueue from 'p-queue';
import type { Host } from '../../../model/cluster.ts';
import type { Connection } from './connection.ts';
import { handshake } from './handshake/handshake.ts';
import type { HandshakeAttempt } from './handshake/attempt.ts';
import type { SshOptions } from './options.ts';
import { retried } from './retries.ts';
import type { InTurn } from './retries.ts';

/** One attempt to connect, which is made when there is space for it. */
interface Turn {
  readonly inTurn: InTurn;
  readonly open: () => Promise<Duplex>;
  readonly shake: (socket: Duplex) => Promise<Connection>;
}

type Slots = (host: Host, turn: Turn) => Promise<Connection>;

/**
 * Limits handshakes, to one sshd (which drops connections beyond MaxStartups), through one bastion, and to all hosts
 * together, which has four times as many places, because each handshake takes processor time of this machine. A host
 * that is not reached occupies no place among the handshakes with other hosts, except behind its own bastion, which has
 * twice as many places.
 */
export function handshakeSlots(concurrency: number): Slots {
  const all = new PQueue({ concurrency: 4 * concurrency });
  const sshd = queues(concurrency);
  const bastion = queues(2 * concurrency);
  return ({ address, ssh }, { inTurn, open, shake }) => {
    const attempt = async () => {
      const socket = await open();
      return inTurn(all, () => shake(socket)).catch((error: unknown) => {
        socket.destroy();
        throw error;
      });
    };
    const { jump = [] } = ssh;
    const through = jump.length === 0 ? attempt : () => inTurn(bastion(JSON.stringify(jump)), attempt);
    return inTurn(sshd(`${address} ${ssh.port}`), through);
  };
}

/** Returns a function that finds the queue with this name, or makes one. */
function queues(concurrency: number): (name: string) => PQueue {
  const made = new Map<string, PQueue>();
  return (name) => {
    const queue = made.get(name) ?? new PQueue({ concurrency });
    made.set(name, queue);
    return queue;
  };
}

interface Persisting {
  readonly attempt: Omit<HandshakeAttempt, 'reachMs' | 'openedMs' | 'limitMs'>;
  /** Connects to the bastions on the way. */
  readonly approach: () => Promise<unknown>;
  /** Opens a connection or a channel to the host's sshd. */
  readonly open: (attempt: HandshakeAttempt) => Promise<Duplex>;
  /** Time for retries. */
  readonly retryMs: number;
}

/** Retries transient failures with back-off, each attempt when there is space for it. */
export function persist(
  { attempt, approach, open, retryMs }: Persisting,
  options: SshOptions,
  slots: Slots,
): Promise<Connection> {
  const { host, signal } = attempt;
  return retried({ host, retryMs, signal }, options, ({ reachMs, inTurn, uncounted }) => {
    const once = { ...attempt, reachMs, openedMs: 0, limitMs: host.ssh.connectTimeoutMs };
    let openedMs = 0;
    return slots(host, {
      inTurn,
      open: async () => {
        await uncounted(approach);
        const from = options.clock.now();
        const socket = await open(once);
        openedMs = options.clock.now() - from;
        return socket;
      },
      shake: (socket) => handshake({ ...once, openedMs }, socket),
    });
  });
}
