import { ConnectionLost } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import type { HostName, JobName } from '../../model/names.ts';
import type { Plan } from '../../model/plan/plan.ts';
import type { HeldBy, Lock } from '../../transport/port.ts';
import type { RunEnvironment } from '../environment.ts';
import { withRun } from '../with-run.ts';
import { unreachable } from './losses.ts';
import { holderStateOf, type HolderState } from './locks.ts';
import { connectAndSurvey } from './connect.ts';
import type { Run } from '../run.ts';

/** The lock and the running jobs of a host, which keep another run from starting. */
export interface HostLocks {
  readonly host: HostName;
  readonly by?: HeldBy & { readonly state: HolderState };
  /** Running jobs. Each counts as a lock until it ends. */
  readonly jobs: readonly JobName[];
}

/** Called with the locks that were found. Returns the exit code. `remove` removes the locks of the given hosts. */
export type Decide = (
  held: readonly HostLocks[],
  unreachable: readonly Problem[],
  remove: (hosts: readonly HostLocks[]) => Promise<void>,
) => Promise<number>;

/** Reads the locks of all reachable hosts, and lets `decide` remove them. */
export async function inspectLocks(plan: Plan, env: RunEnvironment, decide: Decide): Promise<number> {
  return withRun(plan, env, async (run) => {
    const unreachable = await connectAndSurvey(run);
    const held = plan.hosts.flatMap((host) => (run.fleet.isConnected(host) ? locksOn(run, host) : []));
    return await decide(held, unreachable, (hosts) => removeLocks(run, hosts));
  });
}

function locksOn(run: Run, host: HostName): HostLocks {
  const { lock, jobs = {} } = run.fleet.remembered(host) ?? {};
  const running = Object.entries(jobs).filter(([, { state }]) => state === 'running');
  return {
    host,
    ...(lock && { by: { ...lock, state: holderStateOf(run, lock) } }),
    jobs: running.map(([name]) => name),
  };
}

/** @throws ConnectError if it is not known whether the lock was released */
async function released(lock: Lock): Promise<void> {
  try {
    await lock.release();
  } catch (error) {
    throw error instanceof ConnectionLost ? unreachable(error) : error;
  }
}

/**
 * Takes over exactly the lock that was found, and releases it. The run that held the lock then cannot change anything.
 */
async function removeLocks(run: Run, held: readonly HostLocks[]): Promise<void> {
  await Promise.all(
    held.map(async ({ host, by }) => {
      if (!by) return;
      const answer = await run.fleet.lock(host, run.env.holder, by.token);
      if (answer.acquired) await released(answer.lock);
      run.fleet.unlocked(host);
    }),
  );
}
