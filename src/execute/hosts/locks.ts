import { Fenced, LockedError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { formatDuration } from '../../model/duration.ts';
import type { HostName } from '../../model/names.ts';
import { stepsOn } from '../../plan/build/survey-request.ts';
import type { HeldBy } from '../../transport/port.ts';
import { RENEW_EVERY, SILENT_LIMIT } from './reacquire-lock.ts';
import type { Run } from '../run.ts';

/**
 * Takes the lock of every host, the canonically first one first, then the rest: all or nothing.
 * @throws LockedError saying who, from where, doing what, since when
 */
export async function acquireLocks(run: Run): Promise<void> {
  const [first, ...rest] = [...run.plan.hosts].sort();
  if (!first) return;
  try {
    const refusals = await takeLock(run, first);
    if (refusals.length === 0) refusals.push(...(await takeRest(run, rest)));
    if (refusals.length > 0) throw new LockedError(refusals);
  } catch (error) {
    await releaseLocks(run);
    throw error;
  }
  run.env.emit({ kind: 'lock.acquired', hosts: run.plan.hosts });
}

/** Every one has been tried, and is kept or not, before anything is said: none is taken after they were given back. */
async function takeRest(run: Run, hosts: readonly HostName[]): Promise<readonly Problem[]> {
  const tried = await Promise.allSettled(hosts.map((host) => takeLock(run, host)));
  const broken = tried.find((one) => one.status === 'rejected');
  if (broken) throw broken.reason;
  return tried.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
}

async function takeLock(run: Run, host: HostName): Promise<Problem[]> {
  const { holder, emit } = run.env;
  const answer = await run.fleet.lock(host, holder);
  if (answer.taken) return [];
  if (!isDead(run, answer.by)) return [heldBy(host, answer.by)];
  emit({ kind: 'lock.taken-over', host, from: `${answer.by.who}@${answer.by.from}` });
  const second = await run.fleet.lock(host, holder, answer.by.token);
  return second.taken ? [] : [heldBy(host, second.by)];
}

/** A run with nothing to do takes no lock, but does not leave a dead run's behind either. */
export async function releaseStaleLocks(run: Run): Promise<void> {
  const dead = run.plan.hosts.flatMap((host) => {
    const by = run.fleet.remembered(host)?.lock;
    return by && isDead(run, by) ? [host] : [];
  });
  await Promise.all(dead.map((host) => takeLock(run, host)));
  if (dead.length > 0) await releaseLocks(run);
}

function isDead(run: Run, by: HeldBy): boolean {
  return holderStateOf(run, by) === 'dead';
}

/** Who else holds the hosts' locks, by what they said last: each run that is not dead, once. */
export function holders(run: Run): readonly HeldBy[] {
  const locks = run.plan.hosts.flatMap((host) => run.fleet.remembered(host)?.lock ?? []);
  const living = locks.filter((by) => !isDead(run, by));
  return [...new Map(living.map((by) => [by.token, by])).values()];
}

/** Of the run behind a lock: on another machine only its silence tells. */
export type HolderState = 'alive' | 'dead' | 'unknown';

export function holderStateOf({ env }: Run, by: HeldBy): HolderState {
  const lives = env.holderLives(by);
  if (lives === false || by.silentForMs > SILENT_LIMIT) return 'dead';
  return lives ? 'alive' : 'unknown';
}

function heldBy(host: HostName, by: HeldBy): Problem {
  return {
    where: host,
    what: `${by.who} on ${by.from} holds the lock since ${formatDuration(by.heldForMs)}: ${by.command}`,
    why: `it was last renewed ${formatDuration(by.silentForMs)} ago`,
    next: 'wait until that run has ended; a lock that is not renewed for 2 minutes is taken over',
  };
}

/** A job of ours that runs on a host and is not in this plan counts as a lock. @throws LockedError */
export function refuseJobsOfOtherRuns(run: Run): void {
  const steps = run.plan.hosts.flatMap((host) => stepsOn(run.plan, host));
  const ours = new Set(steps.flatMap(({ action }) => (action.kind === 'job' ? [action.name] : [])));
  const problems = run.plan.hosts.flatMap((host) =>
    Object.entries(run.fleet.remembered(host)?.jobs ?? {})
      .filter(([name, job]) => job.state === 'running' && !ours.has(name))
      .map(([name]) => ({
        where: host,
        what: `the job ${name} of an earlier command still runs`,
        next: 'wait until it has ended, or run that command again',
      })),
  );
  if (problems.length > 0) throw new LockedError(problems);
}

/** Keeps the locks alive until `stop` aborts. Where another run holds one by now, this run ends. */
export async function renewLocks(run: Run, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await run.env.clock.sleep(RENEW_EVERY, stop);
    if (stop.aborted) return;
    await Promise.all([...run.fleet.locks().keys()].map((host) => renew(run, host)));
  }
}

async function renew(run: Run, host: HostName): Promise<void> {
  try {
    await run.fleet.renew(host);
  } catch (error) {
    recordFenced(run, host, error);
  }
}

/** Another run holds the lock: said once, and this run ends. @throws the error itself when it is a bug */
export function recordFenced({ tally }: Run, host: HostName, error: unknown): void {
  if (error instanceof Fenced && tally.failures.some(({ kind }) => kind === 'locked')) return;
  tally.caught(error, { host, phase: '' });
}

/** Gives every lock back. A job that was left running counts as one by itself. */
export async function releaseLocks(run: Run): Promise<void> {
  const locks = [...run.fleet.locks()];
  await Promise.allSettled(locks.map(async ([, lock]) => lock.release()));
  for (const [host] of locks) run.fleet.unlocked(host);
  if (locks.length > 0) run.env.emit({ kind: 'lock.released', hosts: locks.map(([host]) => host) });
}
