import { commandStep } from '../../../model/next-step.ts';
import { leaderGate } from './leader-gate.ts';

/** Passes unless a parameter of the leader becomes smaller that its standbys must not have smaller. */
export const parametersFit = leaderGate({
  title: 'no parameter of the leader becomes smaller',
  ready: 'the leader has no larger value of a parameter that its standbys must not have smaller',
  good: 'no parameter becomes smaller',
  faultOf: (changed) => {
    const smaller = changed.find(({ from, to }) => to < from);
    if (!smaller) return undefined;
    const { name, from, to } = smaller;
    return { line: `${name} is ${from} and becomes ${to}`, hint: commandStep('reconfigure') };
  },
});
