import { ConnectError, ConnectionLost, GateError } from '../errors/errors.ts';
import type { Problem } from '../errors/errors.ts';
import { GATES } from '../gates/registry.ts';
import { formatDuration } from '../model/duration.ts';
import type { GateCheck, Verdict } from '../model/gate.ts';
import type { AbsolutePath, HostName, PhaseId } from '../model/names.ts';
import { askAll } from './answers.ts';
import { Interrupted } from './interrupted.ts';
import type { Run } from './run.ts';

const LOG_TAIL = 8 * 1024;
const LOG_LINES = 12;

/**
 * Waits until a gate has given its good answers in a row.
 * @param once ask a single time instead of waiting (`verify`, and `deploy` with nothing to do)
 * @throws GateError naming each host, what was seen and what to try next
 */
export async function passGate(
  run: Run,
  phase: PhaseId,
  { check, once = false }: { check: GateCheck; once?: boolean },
): Promise<void> {
  const { clock, emit } = run.env;
  const gate = GATES[check.gate];
  const timing = once ? { timeoutMs: 0, intervalMs: 0, consecutive: 1 } : check.timing;
  const began = clock.now();
  emit({ kind: 'gate.started', phase, gate: check.gate, title: gate.title, timeoutMs: timing.timeoutMs });
  const verdict = await poll(run, { check, phase, timing });
  const outcome = verdict.state === 'ready' ? 'ready' : 'not-reached';
  emit({ kind: 'gate.finished', phase, gate: check.gate, outcome, verdict, ms: clock.now() - began });
  if (outcome !== 'ready' && stopped(run, once)) throw new Interrupted();
  if (outcome !== 'ready')
    throw new GateError(await explain(run, { check, verdict, waitedMs: clock.now() - began }));
}

/** Told to stop while it waited: by a person, or because something else has failed meanwhile. */
function stopped(run: Run, once: boolean): boolean {
  return once ? run.env.signal.aborted : run.tally.stop.aborted;
}

async function poll(
  run: Run,
  { check, phase, timing }: { check: GateCheck; phase: PhaseId; timing: GateCheck['timing'] },
): Promise<Verdict> {
  const { clock, emit } = run.env;
  const began = clock.now();
  for (let good = 0; ;) {
    const verdict = GATES[check.gate].judge(await askAll(run.fleet, check.asks), check.args);
    const waitedMs = clock.now() - began;
    emit({ kind: 'gate.polled', phase, gate: check.gate, verdict, waitedMs });
    good = verdict.state === 'ready' ? good + 1 : 0;
    if (good >= timing.consecutive) return verdict;
    const over = verdict.state !== 'ready' && waitedMs + timing.intervalMs > timing.timeoutMs;
    if (verdict.state === 'hopeless' || over || run.tally.stop.aborted)
      return verdict.state === 'ready' ? { ...verdict, state: 'waiting' } : verdict;
    await clock.sleep(timing.intervalMs, run.tally.stop);
  }
}

function onlyConnection(error: unknown): void {
  if (!(error instanceof ConnectError) && !(error instanceof ConnectionLost)) throw error;
}

async function explain(
  run: Run,
  { check, verdict, waitedMs }: { check: GateCheck; verdict: Verdict; waitedMs: number },
): Promise<readonly Problem[]> {
  const bad = verdict.seen.filter((seen) => !seen.ok);
  const waited = waitedMs > 0 ? ` after ${formatDuration(waitedMs)}` : '';
  return Promise.all(
    (bad.length > 0 ? bad : verdict.seen).map(async (seen) => ({
      where: seen.host,
      what: `gate ${check.gate} not reached${waited}: ${seen.line}`,
      ...(verdict.cause ? { why: `class ${verdict.cause}` } : {}),
      ...nextFor(seen.hint ?? verdict.hint),
      lines: await lastLines(run, seen.host, check.log),
    })),
  );
}

function nextFor(hint: string | undefined): Pick<Problem, 'next'> {
  return hint === undefined ? {} : { next: hint };
}

/** The last lines of a log on a host; none when it has no such log or does not answer. */
async function lastLines(
  { fleet }: Run,
  host: HostName,
  log: string | undefined,
): Promise<readonly string[]> {
  if (!log) return [];
  try {
    const text = await fleet.session(host).read(log as AbsolutePath, { tailBytes: LOG_TAIL });
    return wholeLines(text ?? '')
      .slice(-LOG_LINES)
      .filter(Boolean);
  } catch (error) {
    onlyConnection(error);
    return [];
  }
}

/** The half of a line may be the half of a secret, which would not be masked. */
function wholeLines(tail: string): readonly string[] {
  const lines = tail.trimEnd().split('\n');
  return Buffer.byteLength(tail) < LOG_TAIL ? lines : lines.slice(1);
}
