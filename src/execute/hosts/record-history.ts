import { ConnectionLost } from '../../errors/errors.ts';
import type { HistoryEntry } from '../../model/stored-formats.ts';
import type { HostName } from '../../model/names.ts';
import { recordFenced } from './locks.ts';
import { endingOf, exitCodeOf } from '../exit-code.ts';
import type { Run } from '../run.ts';
import { FORMAT } from '../../model/stored-formats.ts';

type Outcome = Pick<HistoryEntry, 'outcome' | 'exitCode' | 'ms'>;

/** Records on every host that this run starts to change hosts. */
export function recordStart(run: Run): Promise<void> {
  return record(run, { outcome: 'started' });
}

/** Records on every host how this run has ended. */
export function recordEnd(run: Run): Promise<void> {
  const ms = run.env.clock.now() - run.startedAt;
  return record(run, { outcome: endingOf(run), exitCode: exitCodeOf(run), ms });
}

async function record(run: Run, outcome: Outcome): Promise<void> {
  await Promise.all([...run.fleet.locks().keys()].map((host) => recordOn(run, host, outcome)));
}

/** The history only informs operators. A run continues on a host that is unreachable or has no space for an entry. */
async function recordOn(run: Run, host: HostName, outcome: Outcome): Promise<void> {
  const { run: id, command, inventory, holder } = run.env;
  const { who, from } = holder;
  try {
    const entry = { v: FORMAT, run: id, who, from, command, inventory, ...outcome } as const;
    await run.fleet.session(host).change([{ kind: 'history', entry }]);
  } catch (error) {
    if (error instanceof ConnectionLost) return;
    recordFenced(run, host, error);
  }
}
