import { inOrder, commandStep } from '../../../model/next-step.ts';
import type { ChangedParameter } from '../probes/leader-settings.ts';
import { leaderGate } from './leader-gate.ts';

/**
 * Passes unless some parameters that a standby must not have smaller than its leader become larger, and others smaller. The
 * standbys need a larger value before the leader, and the leader needs a smaller value before the standbys, so that no order
 * of restarts keeps a standby ready.
 */
export const parametersOneWay = leaderGate({
  title: 'the parameters that standbys must not have smaller change in one direction',
  ready: 'of the parameters that standbys must not have smaller, all become larger, or all become smaller',
  good: 'the parameters change in one direction',
  faultOf: (changed) => {
    const larger = changed.find(({ from, to }) => to > from);
    const smaller = changed.find(({ from, to }) => to < from);
    if (!larger || !smaller) return undefined;
    const line = `${larger.name} becomes larger and ${smaller.name} becomes smaller, which needs two runs`;
    return { line, hint: inTwoRuns(smaller) };
  },
});

function inTwoRuns({ name, from, to }: ChangedParameter) {
  return inOrder(
    `set ${name} to ${from} in the inventory`,
    commandStep('reconfigure'),
    `set ${name} to ${to}`,
    commandStep('reconfigure'),
  );
}
