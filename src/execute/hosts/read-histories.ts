import { ConnectionLost } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { readHistory } from '../../model/host/history.ts';
import { HISTORY } from '../../model/stored-formats.ts';
import type { HistoryEntry } from '../../model/stored-formats.ts';
import type { HostName } from '../../model/names.ts';
import type { Plan } from '../../model/plan/plan.ts';
import type { Environment } from '../environment.ts';
import { startRun } from '../execute.ts';
import { connectWhatCan } from './connect.ts';
import type { Run } from '../run.ts';

/** More than a host ever keeps. */
const LONGEST = 1024 * 1024;

export interface Histories {
  readonly histories: Readonly<Record<HostName, readonly HistoryEntry[]>>;
  readonly unreachable: readonly Problem[];
}

/** What every host that can be reached remembers of the runs against it. Changes nothing. */
export async function readHistories(plan: Plan, env: Environment): Promise<Histories> {
  const run = startRun(plan, env);
  try {
    const unreachable = await connectWhatCan(run);
    const read = await Promise.all(
      plan.hosts.map(async (host) => [host, await historyOf(run, host)] as const),
    );
    return { histories: Object.fromEntries(read), unreachable };
  } finally {
    await run.fleet.close();
  }
}

async function historyOf({ fleet }: Run, host: HostName): Promise<readonly HistoryEntry[]> {
  try {
    return readHistory((await fleet.session(host).read(HISTORY, { tailBytes: LONGEST })) ?? '');
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    return [];
  }
}
