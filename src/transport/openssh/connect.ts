import type { Duplex } from 'node:stream';
import PQueue from 'p-queue';
import { SECOND } from '../../model/duration.ts';
import { bastionPool } from '../ssh/connect/bastions.ts';
import type { BastionPool, Passenger } from '../ssh/connect/bastions.ts';
import type { Connection } from '../ssh/connect/connection.ts';
import { HandshakeFailed } from '../ssh/connect/handshake/handshake-failed.ts';
import type { SshOptions } from '../ssh/connect/options.ts';
import { oneReachMs, retried } from '../ssh/connect/retries.ts';
import type { AttemptTime } from '../ssh/connect/retries.ts';
import type { OpenSshHost } from '../ssh/config/client/for-openssh.ts';
import type { OpenSshWay } from '../ssh/config/route.ts';
import type { MasterConnection } from './connection.ts';
import { lacksOwnOffer } from './failure/algorithms.ts';
import { explainLogin } from './failure/failure.ts';
import type { FailedLogin } from './failure/failed-login.ts';
import { acceptedKey } from './failure/host-key.ts';
import { logIn } from './log-in.ts';
import { masterStarter } from './master/start.ts';
import type { StartedMaster } from './master/start.ts';

interface OpenSsh {
  connect(way: OpenSshWay, signal?: AbortSignal, retryMs?: number): Promise<Connection>;
  /** Opens a connection with the sshd of a host behind bastions, without a handshake. Makes one attempt. */
  open(way: OpenSshWay): Promise<Duplex>;
  /** Ends the connections with the bastions, and deletes the sockets. */
  close(): void;
}

type Traveler = Passenger<OpenSshHost>;
type Pool = BastionPool<OpenSshHost, MasterConnection>;

/**
 * Connects with the OpenSSH client of this machine: one master per host and per bastion. Limits concurrent handshakes.
 */
export function openssh(options: SshOptions): OpenSsh {
  const queue = new PQueue({ concurrency: options.handshakes });
  const starter = masterStarter(options);
  const attempt = async (traveler: Traveler, time: AttemptTime, bastion?: MasterConnection) => {
    const { host, signal } = traveler;
    const started = await starter.start(host, { reachMs: time.reachMs, through: bastion?.socket });
    const result = await logIn({ ...started, host, time, bastion, clock: options.clock, signal });
    if (!('lost' in result)) throw await failureOf(await withOffer(result, started), traveler, pool);
    const accepted = acceptedKey(started.master.messages());
    if (accepted !== undefined) options.onHostKeyAccepted?.(host.name, accepted);
    return result;
  };
  const pool: Pool = bastionPool(async (traveler) => {
    const { bastions } = traveler;
    const connection = await retried(traveler, options, async (time) => {
      const bastion = bastions.length === 0 ? undefined : await time.uncounted(() => pool.reach(traveler));
      return time.inTurn(queue, () => attempt(traveler, time, bastion));
    });
    if (bastions.length > 0) pool.endWith(bastions, connection);
    return connection;
  });
  return {
    connect: (way, signal, retryMs = options.connectRetryMs) => pool.connect({ ...way, signal, retryMs }),
    open: (way) =>
      pool.open(
        { ...way, signal: undefined, retryMs: 0 },
        oneReachMs(way.host.ssh.connectTimeoutMs, options),
      ),
    close: () => {
      pool.close();
      starter.close();
    },
  };
}

/** Time to ask a bastion whether it can connect to a host that did not answer. */
const ASK_MS = 2 * SECOND;

/** Adds the algorithms of this machine to a failed negotiation. */
async function withOffer(failed: FailedLogin, { settings }: StartedMaster): Promise<FailedLogin> {
  const known = lacksOwnOffer(failed) ? await settings() : undefined;
  return { ...failed, ...(known && { settings: known }) };
}

async function failureOf(failed: FailedLogin, traveler: Traveler, pool: Pool): Promise<unknown> {
  const { problem, transient, isOfBastion } = explainLogin(failed);
  // ssh reports only that the bastion opened no channel. The reason is in the answer to a channel of Quorate.
  const opening = isOfBastion ? pool.open(traveler, ASK_MS) : undefined;
  const reason = await opening?.then(
    (channel) => void channel.destroy(),
    (error: unknown) => error,
  );
  if (reason !== undefined) return reason;
  const error = new HandshakeFailed({ where: failed.host.name, ...problem }, transient);
  error.needsOperator = failed.unanswered.length > 0;
  return error;
}
