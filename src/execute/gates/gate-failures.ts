import { includesStep, inOrder } from '../../model/next-step.ts';
import type { Problem } from '../../errors/errors.ts';
import { classifyFailure } from '../../gates/causes/classify-failure.ts';
import { commonError, errorLines, knownErrorIn, type KnownError } from '../../gates/causes/known-error.ts';
import { showLog } from '../../gates/causes/show-log.ts';
import type { Facts } from '../../model/host/facts.ts';
import type { RepairNames } from '../../gates/causes/known-message.ts';
import type { GateCheck, LogSource, Verdict } from '../../model/health/gate.ts';

/** A gate that did not pass. */
interface FailedGate {
  readonly check: Pick<GateCheck, 'gate'>;
  readonly verdict: Pick<Verdict, 'class' | 'hint'>;
  /** Empty, or how long the run waited: ` after 5m`. */
  readonly waited: string;
  readonly names: RepairNames;
}

/** A host that keeps a gate from passing, and the last lines of its log. */
export interface GateHost {
  readonly seen: Verdict['seen'][number];
  readonly log: readonly string[];
  /** Read on the host after the failure. Absent if it is unreachable. */
  readonly machine?: Pick<Facts, 'diskFree' | 'listening'> | undefined;
  /** The log that was read, or the log that would be read first if the host had one. */
  readonly source?: LogSource | undefined;
}

/** Returns one problem for each host: its state, the line that proves the cause, and the next step. */
export function gateFailures(gate: FailedGate, hosts: readonly GateHost[]): readonly Problem[] {
  const found = hosts.map(({ seen, log }) => knownErrorIn(log, { ...gate.names, host: seen.host }));
  const all = found.flatMap((error) => error ?? []);
  return hosts.map((host, index) => {
    const error = found[index];
    return gateFailure(gate, host, error && commonError(error, all));
  });
}

function gateFailure(
  { check, verdict, waited, names }: FailedGate,
  { seen, log, machine, source }: GateHost,
  known: KnownError | undefined,
): Problem {
  const failedHost = { ...names, host: seen.host };
  const facts = { failedHost, known, answered: seen.cause, class: verdict.class, machine };
  const { cause, why, proof, next: fix = seen.hint ?? verdict.hint } = classifyFailure(facts);
  const show = cause === 'unknown' && source ? showLog(seen.host, source) : undefined;
  const next = show && !includesStep(fix, show) ? inOrder(show, fix) : fix;
  return {
    where: seen.host,
    what: `gate ${check.gate} did not pass${waited}: ${seen.line}`,
    ...{ cause, why },
    ...(next === undefined ? {} : { next }),
    lines: errorLines(log, proof),
  };
}
