import { good, lost, verdictOf } from '../../../gates/findings.ts';
import type { Gate } from '../../../gates/gate.ts';
import { MINUTE, SECOND } from '../../../model/duration.ts';
import { inOrder, commandStep } from '../../../model/next-step.ts';
import {
  changedParameters,
  queryLeaderSettings,
  type ComparedParameters,
} from '../probes/leader-settings.ts';

/**
 * Passes unless one such parameter becomes larger and another one smaller. The standbys need the larger value before the
 * leader, and the leader needs the smaller one before the standbys, so that no order of restarts keeps a standby ready.
 */
export const parametersOneWay: Gate = {
  title: 'the parameters that standbys must not have smaller change in one direction',
  ready: 'of the parameters that standbys must not have smaller, all become larger, or all become smaller',
  timing: { timeoutMs: MINUTE, intervalMs: 3 * SECOND, consecutive: 1 },
  queries: queryLeaderSettings,
  judge: (answers, args) => {
    const compared = args as ComparedParameters;
    return verdictOf(
      compared.databases.map((host) => {
        const changed = changedParameters(answers[host], compared);
        const larger = changed.find(({ from, to }) => to > from);
        const smaller = changed.find(({ from, to }) => to < from);
        if (!larger || !smaller) return good(host, 'the parameters change in one direction');
        const line = `${larger.name} becomes larger and ${smaller.name} becomes smaller, which needs two runs`;
        return lost(host, line, { class: 'health', hint: inTwoRuns(smaller) });
      }),
    );
  },
};

function inTwoRuns({
  name,
  from,
  to,
}: {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}) {
  return inOrder(
    `set ${name} to ${from} in the inventory`,
    commandStep('reconfigure'),
    `set ${name} to ${to}`,
    commandStep('reconfigure'),
  );
}
