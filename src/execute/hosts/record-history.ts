import { ConnectionLost } from '../../errors/errors.ts';
import type { HistoryEntry } from '../../model/stored-formats.ts';
import type { HostName } from '../../model/names.ts';
import { recordFenced } from './locks.ts';
import { endingOf, exitCodeOf } from '../exit-code.ts';
import type { Run } from '../run.ts';
import { FORMAT } from '../../model/stored-formats.ts';

/** Tells every host that this run begins to change them. */
export function recordStart(run: Run): Promise<void> {
  return remember(run, { outcome: 'started' });
}

/** Tells every host how this run has ended. */
export function recordEnd(run: Run): Promise<void> {
  const ms = run.env.clock.now() - run.startedAt;
  return remember(run, { outcome: endingOf(run), exitCode: exitCodeOf(run), ms });
}

async function remember(run: Run, said: Pick<HistoryEntry, 'outcome' | 'exitCode' | 'ms'>): Promise<void> {
  await Promise.all([...run.fleet.locks().keys()].map((host) => tell(run, host, said)));
}

/** A courtesy to other laptops: a host that cannot be told, or has no room for it, stops no run. */
async function tell(
  run: Run,
  host: HostName,
  said: Pick<HistoryEntry, 'outcome' | 'exitCode' | 'ms'>,
): Promise<void> {
  const { run: id, command, inventory, holder } = run.env;
  const { who, from } = holder;
  try {
    const entry = { v: FORMAT, run: id, who, from, command, inventory, ...said } as const;
    await run.fleet.session(host).change([{ kind: 'history', entry }]);
  } catch (error) {
    if (error instanceof ConnectionLost) return;
    recordFenced(run, host, error);
  }
}
