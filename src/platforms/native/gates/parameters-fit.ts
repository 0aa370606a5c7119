import { good, lost, verdictOf } from '../../../gates/findings.ts';
import type { Gate } from '../../../gates/gate.ts';
import { MINUTE, SECOND } from '../../../model/duration.ts';
import { commandStep } from '../../../model/next-step.ts';
import {
  changedParameters,
  queryLeaderSettings,
  type ComparedParameters,
} from '../probes/leader-settings.ts';

/** Passes unless a parameter of the leader becomes smaller that its standbys must not have smaller. */
export const parametersFit: Gate = {
  title: 'no parameter of the leader becomes smaller',
  ready: 'the leader has no larger value of a parameter that its standbys must not have smaller',
  timing: { timeoutMs: MINUTE, intervalMs: 3 * SECOND, consecutive: 1 },
  queries: queryLeaderSettings,
  judge: (answers, args) => {
    const compared = args as ComparedParameters;
    return verdictOf(
      compared.databases.map((host) => {
        const smaller = changedParameters(answers[host], compared).find(({ from, to }) => to < from);
        if (!smaller) return good(host, 'no parameter becomes smaller');
        const { name, from, to } = smaller;
        const hint = commandStep('reconfigure');
        return lost(host, `${name} is ${from} and becomes ${to}`, { class: 'health', hint });
      }),
    );
  },
};
