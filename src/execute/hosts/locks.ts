import { Fenced, LockedError, QuorateError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { formatDuration, SECOND } from '../../model/duration.ts';
import type { HostName } from '../../model/names.ts';
import type { HistoryEntry } from '../../model/stored-formats.ts';
import { stepsOn } from '../../plan/build/survey-request.ts';
import type { HeldBy } from '../../transport/port.ts';
import { RENEW_EVERY, STALE_AFTER } from './reacquire-lock.ts';
import { throwAll } from '../exit-code.ts';
import type { Run } from '../run.ts';
import { either, manual, waitUntil } from '../../model/next-step.ts';

/**
 * Acquires the lock of every machine, or of none. Starts with the first in sorted order, so that two runs cannot each
 * hold a part of the locks.
 * @throws LockedError with the holder, origin, command and age of each lock
 */
export async function acquireLocks(run: Run): Promise<void> {
  const [first, ...rest] = [...run.fleet.machines.of(run.plan.hosts)].sort();
  if (!first) return;
  try {
    const refusals = await acquireLock(run, first);
    if (refusals.length === 0) refusals.push(...(await acquireOthers(run, rest)));
    if (refusals.length > 0) throw new LockedError(refusals);
  } catch (error) {
    await releaseLocks(run);
    throw error;
  }
  run.env.emit({ kind: 'lock.acquired', hosts: run.plan.hosts });
}

/** Waits for all attempts before it fails. Otherwise a lock could be acquired after all were released. */
async function acquireOthers(run: Run, hosts: readonly HostName[]): Promise<readonly Problem[]> {
  const results = await Promise.allSettled(hosts.map((host) => acquireLock(run, host)));
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  const other = errors.find((error) => !(error instanceof QuorateError));
  if (other) throw other;
  throwAll(errors.filter((error) => error instanceof QuorateError));
  return results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
}

/** Acquires a free lock, and takes over a stale one. @returns the problem if another run holds it */
async function acquireLock(run: Run, host: HostName): Promise<Problem[]> {
  const { holder, emit } = run.env;
  const answer = await run.fleet.lock(host, holder);
  if (answer.acquired) return [];
  if (!isStale(run, answer.by)) return [lockedProblem(host, answer.by)];
  emit({ kind: 'lock.taken-over', host, from: `${answer.by.who}@${answer.by.from}` });
  const second = await run.fleet.lock(host, holder, answer.by.token);
  return second.acquired ? [] : [lockedProblem(host, second.by)];
}

const UNFINISHED: readonly HistoryEntry['outcome'][] = ['started', 'interrupted'];

/**
 * True if the last run that changed a host was killed or interrupted, and no run is active now. The members that it
 * changed last may still be starting. A failed run is finished: its gate has waited.
 */
export function isLastRunUnfinished(run: Run): boolean {
  const surveys = run.plan.hosts.flatMap((host) => run.fleet.remembered(host) ?? []);
  if (lockHolders(run).length > 0) return false;
  return surveys.some(
    ({ lock, lastOutcome = 'done' }) => lock !== undefined || UNFINISHED.includes(lastOutcome),
  );
}

function isStale(run: Run, by: HeldBy): boolean {
  return holderStateOf(run, by) === 'stale';
}

/** Other runs that hold locks, according to the last surveys. Each run once, without stale locks. */
export function lockHolders(run: Run): readonly HeldBy[] {
  const locks = run.plan.hosts.flatMap((host) => run.fleet.remembered(host)?.lock ?? []);
  const active = locks.filter((by) => !isStale(run, by));
  return [...new Map(active.map((by) => [by.token, by])).values()];
}

/** State of the run that holds a lock. It is `unknown` for a run on another machine that renewed the lock recently. */
export type HolderState = 'running' | 'stale' | 'unknown';

export function holderStateOf({ env }: Run, by: HeldBy): HolderState {
  const isRunning = env.isHolderRunning(by);
  if (isRunning === false || by.notRenewedForMs > STALE_AFTER) return 'stale';
  return isRunning ? 'running' : 'unknown';
}

function lockedProblem(host: HostName, by: HeldBy): Problem {
  return {
    where: host,
    what: `locked by ${by.who} on ${by.from} for ${formatDuration(by.heldForMs)}: ${by.command}`,
    why: `last renewed ${formatDuration(by.notRenewedForMs)} ago`,
    next: 'wait for that run to finish; the next run takes over a lock not renewed for 2 minutes',
  };
}

/** Treats a running job that is not in this plan like a lock. @throws LockedError */
export function refuseJobsOfOtherRuns(run: Run): void {
  const steps = run.plan.hosts.flatMap((host) => stepsOn(run.plan, host));
  const planned = new Set(steps.flatMap(({ action }) => (action.kind === 'job' ? [action.name] : [])));
  const problems = run.plan.hosts.flatMap((host) =>
    Object.entries(run.fleet.remembered(host)?.jobs ?? {})
      .filter(([name, job]) => job.state === 'running' && !planned.has(name))
      .map(([name]) => ({
        where: host,
        what: `the job ${name} of an earlier command is still running`,
        next: either(waitUntil('the job has ended'), manual('repeat the command that started the job')),
      })),
  );
  if (problems.length > 0) throw new LockedError(problems);
}

/** Renews the locks until `stop` is aborted. Ends the run if another run holds a lock by then. */
export async function renewLocks(run: Run, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await run.env.clock.sleep(RENEW_EVERY, stop);
    if (stop.aborted) return;
    await Promise.all([...run.fleet.locks().keys()].map((host) => renewLock(run, host)));
  }
}

async function renewLock(run: Run, host: HostName): Promise<void> {
  try {
    await run.fleet.renew(host);
  } catch (error) {
    recordFenced(run, host, error);
  }
}

/** Records once that another run holds a lock, which ends this run. @throws the error itself if it is a bug */
export function recordFenced({ tally }: Run, host: HostName, error: unknown): void {
  if (error instanceof Fenced && tally.failures.some(({ kind }) => kind === 'locked')) return;
  tally.caught(error, { host, phase: '' });
}

/** Time to wait for hosts to release their locks. A host that does not respond keeps its lock, which becomes stale. */
const RELEASE_LIMIT = 10 * SECOND;

/** Releases all locks. A job that is left running still counts as a lock. */
export async function releaseLocks(run: Run): Promise<void> {
  const locks = [...run.fleet.locks()];
  const released = new AbortController();
  await Promise.race([
    Promise.allSettled(locks.map(async ([, lock]) => lock.release())),
    run.env.clock.sleep(RELEASE_LIMIT, released.signal),
  ]);
  released.abort();
  for (const [host] of locks) run.fleet.unlocked(host);
  if (locks.length > 0) run.env.emit({ kind: 'lock.released', hosts: locks.map(([host]) => host) });
}
