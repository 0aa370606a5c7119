import { ConnectionLost } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { parseHistory } from '../../model/host/unreadable-record.ts';
import { FORMAT, HISTORY } from '../../model/stored-formats.ts';
import type { HistoryEntry } from '../../model/stored-formats.ts';
import type { HostName } from '../../model/names.ts';
import type { Plan } from '../../model/plan/plan.ts';
import type { RunEnvironment } from '../environment.ts';
import { withRun } from '../with-run.ts';
import { connectReachable } from './connect.ts';
import type { Run } from '../run.ts';

/** In bytes; longer than any history that a host keeps. */
const MAXIMUM_LENGTH = 1024 * 1024;

export interface Histories {
  readonly histories: Readonly<Record<HostName, readonly HistoryEntry[]>>;
  /** Entries of all hosts in another format, which `histories` leaves out. */
  readonly unreadable: number;
  readonly unreachable: readonly Problem[];
}

/** Reads the history of every reachable host. Changes nothing. */
export async function readHistories(plan: Plan, env: RunEnvironment): Promise<Histories> {
  return withRun(plan, env, async (run) => {
    const unreachable = await connectReachable(run);
    const read = await Promise.all(
      plan.hosts.map(async (host) => ({ host, ...parseHistory(await historyText(run, host)) })),
    );
    return {
      histories: Object.fromEntries(read.map(({ host, entries }) => [host, entries])),
      unreadable: read.flatMap(({ formats }) => formats).filter((format) => format !== FORMAT).length,
      unreachable,
    };
  });
}

async function historyText({ fleet }: Run, host: HostName): Promise<string> {
  try {
    return (await fleet.session(host).read(HISTORY, { tailBytes: MAXIMUM_LENGTH })) ?? '';
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    return '';
  }
}
