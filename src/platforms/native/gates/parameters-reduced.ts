import { bad, good, verdictOf, type Finding } from '../../../gates/findings.ts';
import type { Gate } from '../../../gates/gate.ts';
import { MINUTE, SECOND } from '../../../model/duration.ts';
import type { Answers } from '../../../model/health/gate.ts';
import type { HostName } from '../../../model/names.ts';
import { commandStep } from '../../../model/next-step.ts';
import {
  changedParameters,
  queryLeaderSettings,
  partAnsweredBy,
  type ComparedParameters,
} from '../probes/leader-settings.ts';

/**
 * Passes once the leader runs with its smaller parameters, and every standby that answers streams from it. A standby that
 * restarts before it has replayed the change would keep the larger value.
 */
export const parametersReduced: Gate = {
  title: 'the leader runs with its smaller parameters, and the standbys stream from it',
  ready: 'the leader has no larger value than the inventory, and every standby that answers streams',
  timing: { timeoutMs: 2 * MINUTE, intervalMs: 3 * SECOND, consecutive: 2 },
  queries: queryLeaderSettings,
  judge: (answers, args) => {
    const compared = args as ComparedParameters;
    const leads = compared.databases.some((host) => partAnsweredBy(answers[host]) === 'leader');
    return verdictOf(compared.databases.map((host) => judge(host, answers, { compared, leads })));
  },
};

function judge(
  host: HostName,
  answers: Answers,
  { compared, leads }: { readonly compared: ComparedParameters; readonly leads: boolean },
): Finding {
  const hint = commandStep('status');
  const wrong = (line: string) => bad(host, line, { class: 'settling', hint });
  if (!leads) return wrong('no database returns the parameters of a leader yet');
  const larger = changedParameters(answers[host], compared).find(({ from, to }) => from > to);
  if (larger) return wrong(`${larger.name} is still ${larger.from}`);
  return partAnsweredBy(answers[host]) === 'other'
    ? wrong('does not stream from the leader yet')
    : good(host, 'ready');
}
