import type { Answer, Answers, Probes } from '../../model/health/gate.ts';
import type { CheckResult } from '../../model/health/check.ts';
import type { Flow } from '../../model/host/connections.ts';
import type { Facts } from '../../model/host/facts.ts';
import type { HostName } from '../../model/names.ts';
import { basicChecks } from './basic-checks.ts';
import { offsetsOf } from './clock.ts';
import type { Wanted } from './wanted.ts';

/** The queries of `quorate check`, and the requirements that their answers are compared with. */
export interface CheckPlan {
  readonly hosts: readonly HostChecks[];
  /** Every port that one host needs of another. */
  readonly flows: readonly Flow[];
}

export interface HostChecks {
  readonly wanted: Wanted;
  /** `facts`, `started` and, except for a load balancer, `installed`. */
  readonly probes: Probes;
}

/** Checks the answers of all hosts. A host without facts has no results: it is unreachable. */
export function judgeHosts(wanted: readonly Wanted[], answers: Answers): readonly CheckResult[] {
  const offsets = offsetsOf(wanted.flatMap(({ host }) => factsOf(answers, host) ?? []));
  return wanted.flatMap((one) => {
    const facts = factsOf(answers, one.host);
    return facts ? basicChecks({ facts, wanted: one, ...progressOf(answers, one.host) }, offsets) : [];
  });
}

export function factsOf(answers: Answers, host: HostName): Facts | undefined {
  const answer = answers[host]?.['facts'];
  return answer?.kind === 'facts' ? answer.facts : undefined;
}

export function progressOf(
  answers: Answers,
  host: HostName,
): { readonly started: boolean; readonly installed: boolean } {
  return { started: exists(answers[host]?.['started']), installed: exists(answers[host]?.['installed']) };
}

function exists(answer: Answer | undefined): boolean {
  return answer?.kind === 'exited' && answer.code === 0;
}
