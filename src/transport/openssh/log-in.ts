import type { Clock } from '../../clock/clock.ts';
import type { Host } from '../../model/cluster.ts';
import { SECOND } from '../../model/duration.ts';
import { masterConnection } from './connection.ts';
import type { MasterConnection } from './connection.ts';
import type { AskpassServer } from './askpass/server.ts';
import type { AttemptTime } from '../ssh/connect/retries.ts';
import type { FailedLogin } from './failure/failed-login.ts';
import { messagesOf, stageOf } from './failure/messages.ts';
import type { Master } from './master/master.ts';
import { openLink } from './mux/link.ts';
import type { Link } from './mux/link.ts';

/** Time between two looks at the control socket. */
const PAUSE_MS = 20;
/** Time of ssh to report its own timeout. */
const GRACE_MS = SECOND;

/** A master that was started and has not logged in yet. */
interface Attempt {
  readonly host: Host;
  readonly master: Master;
  readonly prompts: AskpassServer;
  readonly time: Pick<AttemptTime, 'reachMs' | 'leftMs'>;
  /** The connection with the bastion through which the host is reached. */
  readonly bastion: MasterConnection | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

/** Waits until a master has logged in. Stops it otherwise, and returns how the attempt ended. */
export async function logIn(attempt: Attempt): Promise<MasterConnection | FailedLogin> {
  const { host, master, prompts, time, bastion } = attempt;
  const result = await untilLoggedIn(attempt);
  if (typeof result !== 'string') return masterConnection(host.name, { master, link: result, bastion });
  master.stop();
  const unanswered = prompts.unanswered().flatMap((prompt) => (prompt.kind === 'host' ? [prompt.text] : []));
  return {
    host,
    lines: master.messages(),
    how: result,
    limitMs: isReached(master) ? host.ssh.connectTimeoutMs : time.reachMs,
    isBehind: bastion !== undefined,
    unanswered,
  };
}

async function untilLoggedIn(attempt: Attempt): Promise<Link | FailedLogin['how']> {
  const { host, master, prompts, time, clock, signal } = attempt;
  let left = Math.min(time.reachMs + GRACE_MS, time.leftMs);
  let reached = false;
  let before = clock.now();
  const ended = master.ended.then(() => 'ended' as const);
  for (;;) {
    const link = await linkTo(master);
    if (link) return link;
    if (signal?.aborted) return 'interrupted';
    // The time in which the operator types does not count.
    if (!prompts.isAsking()) left -= clock.now() - before;
    before = clock.now();
    if (!reached && isReached(master)) {
      reached = true;
      left = host.ssh.connectTimeoutMs + GRACE_MS;
    }
    if (left <= 0) return 'late';
    const over = await Promise.race([ended, clock.sleep(PAUSE_MS, signal)]);
    if (over) return over;
  }
}

/** True if the host's sshd has responded. */
function isReached(master: Master): boolean {
  return ['banner', 'login'].includes(stageOf(messagesOf(master.messages())));
}

/** Codes of a socket whose master does not listen yet, or ends at this moment. */
const NO_MASTER = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'];

/** Undefined if the control socket does not exist yet, or if its master is ending. */
async function linkTo({ socket }: Master): Promise<Link | undefined> {
  try {
    return await openLink(socket);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (NO_MASTER.includes(code)) return undefined;
    throw error;
  }
}
