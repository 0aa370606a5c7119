import type { Problem } from '../../errors/errors.ts';
import { readEach } from '../../errors/unreadable-data.ts';
import type { HostName, JobName } from '../../model/names.ts';
import type { Plan } from '../../model/plan/plan.ts';
import type { HeldBy } from '../../transport/port.ts';
import type { RunEnvironment } from '../environment.ts';
import { withRun } from '../with-run.ts';
import { holderStateOf, type HolderState } from './locks.ts';
import { connectReachable } from './connect.ts';
import type { Run } from '../run.ts';

/** The lock and the running jobs of a host, which keep another run from starting. */
export interface HostLocks {
  readonly host: HostName;
  readonly by?: HeldBy & { readonly state: HolderState };
  /** Running jobs. Each counts as a lock until it ends. */
  readonly jobs: readonly JobName[];
}

/** Called with the locks that were found; `remove` removes the locks of the given hosts. */
export type Decide = (
  held: readonly HostLocks[],
  unreachable: readonly Problem[],
  remove: (hosts: readonly HostLocks[]) => Promise<void>,
) => Promise<number>;

/** Reads the locks of all reachable hosts, and lets `decide` remove them. */
export async function inspectLocks(plan: Plan, env: RunEnvironment, decide: Decide): Promise<number> {
  return withRun(plan, env, async (run) => {
    const unreachable = await connectReachable(run);
    const reached = plan.hosts.filter((host) => run.fleet.isConnected(host));
    const held = await readEach(reached.map((host) => locksOn(run, host)));
    return await decide(held, unreachable, (hosts) => removeLocks(run, hosts));
  });
}

async function locksOn(run: Run, host: HostName): Promise<HostLocks> {
  const { lock, jobs } = await run.fleet.steady(host, () => run.fleet.survey(host));
  const running = Object.entries(jobs).filter(([, { state }]) => state === 'running');
  return {
    host,
    ...(lock && { by: { ...lock, state: holderStateOf(run, lock) } }),
    jobs: running.map(([name]) => name),
  };
}

/** Takes over the lock that was found, and no other, and releases it. Its run then cannot change anything. */
async function removeLocks(run: Run, held: readonly HostLocks[]): Promise<void> {
  await Promise.all(
    held.map(async ({ host, by }) => {
      if (!by) return;
      const answer = await run.fleet.lock(host, run.env.holder, by.token);
      if (answer.acquired) await answer.lock.release();
      run.fleet.unlocked(host);
    }),
  );
}
