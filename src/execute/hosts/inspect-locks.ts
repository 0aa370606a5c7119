import type { Problem } from '../../errors/errors.ts';
import { readEach } from '../../errors/unreadable-data.ts';
import type { HostName, JobName } from '../../model/names.ts';
import type { Plan } from '../../model/plan/plan.ts';
import type { HeldBy } from '../../transport/port.ts';
import type { Environment } from '../environment.ts';
import { startRun } from '../execute.ts';
import { holderStateOf, type HolderState } from './locks.ts';
import { connectWhatCan } from './connect.ts';
import type { Run } from '../run.ts';

/** What stands in the way of the next run on one host. */
export interface HostLocks {
  readonly host: HostName;
  readonly by?: HeldBy & { readonly life: HolderState };
  /** Jobs that run there: each counts as a lock, and ends by itself. */
  readonly jobs: readonly JobName[];
}

/** Asked with what was found; `remove` takes away the locks of these hosts. */
export type Decide = (
  held: readonly HostLocks[],
  unreachable: readonly Problem[],
  remove: (hosts: readonly HostLocks[]) => Promise<void>,
) => Promise<number>;

/** Looks who holds the locks of all hosts that can be reached, and lets somebody decide. */
export async function inspectLocks(plan: Plan, env: Environment, decide: Decide): Promise<number> {
  const run = startRun(plan, env);
  try {
    const unreachable = await connectWhatCan(run);
    const reached = plan.hosts.filter((host) => run.fleet.isConnected(host));
    const held = await readEach(reached.map((host) => heldOn(run, host)));
    return await decide(held, unreachable, (these) => removeLocks(run, these));
  } finally {
    await run.fleet.close();
  }
}

async function heldOn(run: Run, host: HostName): Promise<HostLocks> {
  const { lock, jobs } = await run.fleet.steady(host, () => run.fleet.survey(host));
  const running = Object.entries(jobs).filter(([, { state }]) => state === 'running');
  return {
    host,
    ...(lock && { by: { ...lock, life: holderStateOf(run, lock) } }),
    jobs: running.map(([name]) => name),
  };
}

/** The lock that was seen, and no other, is taken over and given back: from then on its run changes nothing more. */
async function removeLocks(run: Run, held: readonly HostLocks[]): Promise<void> {
  await Promise.all(
    held.map(async ({ host, by }) => {
      if (!by) return;
      const answer = await run.fleet.lock(host, run.env.holder, by.token);
      if (answer.taken) await answer.lock.release();
      run.fleet.unlocked(host);
    }),
  );
}
