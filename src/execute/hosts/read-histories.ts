import { ConnectError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { parseHistory } from '../../model/host/unreadable-record.ts';
import { FORMAT, HISTORY } from '../../model/stored-formats.ts';
import type { HistoryEntry } from '../../model/stored-formats.ts';
import type { HostName } from '../../model/names.ts';
import type { Plan } from '../../model/plan/plan.ts';
import type { RunEnvironment } from '../environment.ts';
import { untilInterrupted } from '../interrupted.ts';
import { withRun } from '../with-run.ts';
import { connectReachable } from './connect.ts';
import type { Run } from '../run.ts';

/** In bytes; longer than any history that a host keeps. */
const MAXIMUM_LENGTH = 1024 * 1024;

export interface Histories {
  readonly histories: Readonly<Record<HostName, readonly HistoryEntry[]>>;
  /** Number of entries in another format on all hosts, which `histories` leaves out. */
  readonly unreadable: number;
  readonly unreachable: readonly Problem[];
}

/** Reads the history of every reachable host. Changes nothing. */
export async function readHistories(plan: Plan, env: RunEnvironment): Promise<Histories> {
  return withRun(plan, env, async (run) => {
    const unreachable = [...(await connectReachable(run))];
    const texts = plan.hosts.map(async (host) => {
      const text = run.fleet.isConnected(host) ? await historyText(run, host) : '';
      if (typeof text !== 'string') unreachable.push(...text.problems);
      return { host, ...parseHistory(typeof text === 'string' ? text : '') };
    });
    const read = await untilInterrupted(Promise.all(texts), env.signal);
    return {
      histories: Object.fromEntries(read.map(({ host, entries }) => [host, entries])),
      unreadable: read.flatMap(({ formats }) => formats).filter((format) => format !== FORMAT).length,
      unreachable,
    };
  });
}

async function historyText({ fleet }: Run, host: HostName): Promise<string | ConnectError> {
  try {
    const limit = { tailBytes: MAXIMUM_LENGTH };
    return (await fleet.steady(host, (session) => session.read(HISTORY, limit))) ?? '';
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error;
    return error;
  }
}
