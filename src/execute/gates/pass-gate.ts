import { isDeepStrictEqual } from 'node:util';
import { GateError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { gateOf } from '../../registry/gates.ts';
import { platformOf } from '../../registry/platforms.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Answers, GateCheck, LogSource, Verdict } from '../../model/health/gate.ts';
import type { HostName, PhaseId } from '../../model/names.ts';
import { queryHosts } from '../read/query-hosts.ts';
import type { Query } from '../read/shared-queries.ts';
import { unlessUnreachable } from '../read/unless-unreachable.ts';
import { unitStatus } from '../read/unit-status.ts';
import { gateFailures, type GateHost } from './gate-failures.ts';
import { Interrupted, untilInterrupted } from '../interrupted.ts';
import type { Run } from '../run.ts';

const LOG_TAIL = 32 * 1024;

/**
 * Waits until a gate has passed as many consecutive checks as it requires.
 * @param once sends the queries, once instead of waiting (`verify`, and `deploy` with nothing to do)
 * @throws GateError with the state and the next step of each host
 */
export async function passGate(
  run: Run,
  phase: PhaseId,
  { check, once }: { check: GateCheck; once?: Query },
): Promise<void> {
  const { clock, emit } = run.env;
  const gate = gateOf(run.plan, check.gate);
  const timing = once ? { timeoutMs: 0, intervalMs: 0, consecutive: 1 } : check.timing;
  const began = clock.now();
  emit({ kind: 'gate.started', phase, gate: check.gate, title: gate.title, timeoutMs: timing.timeoutMs });
  const query = once ?? ((queries) => queryHosts(run.fleet, queries));
  const verdict = await poll(run, { check, phase, timing, query });
  const outcome = verdict.state === 'ready' ? 'ready' : 'not-passed';
  emit({ kind: 'gate.finished', phase, gate: check.gate, outcome, verdict, ms: clock.now() - began });
  if (outcome !== 'ready' && stopped(run, once !== undefined)) throw new Interrupted();
  if (outcome !== 'ready')
    throw new GateError(await explain(run, { check, verdict, waitedMs: clock.now() - began }));
}

/** Queries a gate once. @returns its state and the problems of the hosts that keep it from passing */
export async function gateProblems(
  run: Run,
  check: GateCheck,
): Promise<{ readonly state: Verdict['state']; readonly problems: readonly Problem[] }> {
  const verdict = gateOf(run.plan, check.gate).judge(await queryHosts(run.fleet, check.queries), check.args);
  const problems = verdict.state === 'ready' ? [] : await explain(run, { check, verdict, waitedMs: 0 });
  return { state: verdict.state, problems };
}

/** Queries a gate once, to decide whether a step is skipped. A gate that does not pass is not a failure here. */
export async function gateHolds({ plan, fleet }: Run, { gate, queries, args }: GateCheck): Promise<boolean> {
  return gateOf(plan, gate).judge(await queryHosts(fleet, queries), args).state === 'ready';
}

/** True if the run was stopped while the gate waited: by the operator, or by a failure elsewhere. */
function stopped(run: Run, once: boolean): boolean {
  return once ? run.env.signal.aborted : run.tally.stop.aborted;
}

interface Polling {
  readonly check: GateCheck;
  readonly phase: PhaseId;
  readonly timing: GateCheck['timing'];
  readonly query: Query;
}

async function poll(run: Run, { check, phase, timing, query }: Polling): Promise<Verdict> {
  const { clock, emit } = run.env;
  const began = clock.now();
  let last: Verdict = { state: 'waiting', seen: [] };
  let recorded: Verdict | undefined;
  for (let good = 0; ;) {
    const answers = await answersUnlessInterrupted(run, query(check.queries));
    if (!answers) return last;
    const verdict = gateOf(run.plan, check.gate).judge(answers, check.args);
    const waitedMs = clock.now() - began;
    const facts = isDeepStrictEqual(verdict, recorded)
      ? {}
      : { facts: { platform: run.plan.platform, args: check.args, answers } };
    emit({ kind: 'gate.polled', phase, gate: check.gate, verdict, waitedMs, ...facts });
    recorded = verdict;
    good = verdict.state === 'ready' ? good + 1 : 0;
    if (good >= timing.consecutive) return verdict;
    const over = verdict.state !== 'ready' && waitedMs + timing.intervalMs > timing.timeoutMs;
    if (verdict.state === 'failed' || over || run.tally.stop.aborted)
      return verdict.state === 'ready' ? { ...verdict, state: 'waiting' } : verdict;
    last = { ...verdict, state: 'waiting' };
    await clock.sleep(timing.intervalMs, run.tally.stop);
  }
}

/** Returns undefined if the operator interrupts the run before the hosts have answered. */
async function answersUnlessInterrupted(
  { env }: Run,
  answers: Promise<Answers>,
): Promise<Answers | undefined> {
  try {
    return await untilInterrupted(answers, env.signal);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    return undefined;
  }
}

async function explain(
  run: Run,
  { check, verdict, waitedMs }: { check: GateCheck; verdict: Verdict; waitedMs: number },
): Promise<readonly Problem[]> {
  const bad = verdict.seen.filter((seen) => !seen.ok);
  const waited = waitedMs > 0 ? ` after ${formatDuration(waitedMs)}` : '';
  const failed = bad.length > 0 ? bad : verdict.seen;
  // The survey may be as old as the wait.
  if (waitedMs > 0) run.fleet.changed();
  const hosts = await Promise.all(
    failed.map(async (seen) => ({
      seen,
      machine: await unlessUnreachable(async () => run.fleet.facts(seen.host)),
      ...(await readLog(run, seen.host, check.logs?.[seen.host] ?? [])),
    })),
  );
  return gateFailures({ check, verdict, waited, names: platformOf(run.plan) }, hosts);
}

/**
 * Reads the last lines of the first of these logs that the host has. No lines of the first log if the host has none of
 * them, or is unreachable.
 */
async function readLog(
  run: Run,
  host: HostName,
  logs: readonly LogSource[],
): Promise<Pick<GateHost, 'log' | 'source'>> {
  for (const source of logs) {
    const log = await linesOf(run, host, source);
    if (log.length > 0) return { log, source };
  }
  return { log: [], source: logs[0] };
}

async function linesOf(run: Run, host: HostName, source: LogSource): Promise<readonly string[]> {
  if (typeof source !== 'string') return unitStatus(run, host, source);
  const read = async () => run.fleet.session(host).read(source, { tailBytes: LOG_TAIL });
  return wholeLines((await unlessUnreachable(read)) ?? '').filter(Boolean);
}

/** Drops a truncated first line, because a truncated secret would not be masked. */
function wholeLines(tail: string): readonly string[] {
  const lines = tail.trimEnd().split('\n');
  return Buffer.byteLength(tail) < LOG_TAIL ? lines : lines.slice(1);
}
