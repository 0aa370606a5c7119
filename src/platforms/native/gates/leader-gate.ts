import { good, lost, verdictOf } from '../../../gates/findings.ts';
import type { Gate } from '../../../gates/gate.ts';
import { MINUTE, SECOND } from '../../../model/duration.ts';
import type { Next } from '../../../model/next-step.ts';
import {
  changedParameters,
  queryLeaderSettings,
  type ChangedParameter,
  type ComparedParameters,
} from '../probes/leader-settings.ts';

interface LeaderGate extends Pick<Gate, 'title' | 'ready'> {
  /** The line of a database without a fault. */
  readonly good: string;
  readonly faultOf: (
    changed: readonly ChangedParameter[],
  ) => { readonly line: string; readonly hint: Next } | undefined;
}

/** A gate that compares the parameters of the leader with the inventory. A database that does not answer does not lead. */
export function leaderGate({ title, ready, good: line, faultOf }: LeaderGate): Gate {
  return {
    ...{ title, ready },
    timing: { timeoutMs: MINUTE, intervalMs: 3 * SECOND, consecutive: 1 },
    queries: queryLeaderSettings,
    judge: (answers, args) => {
      const compared = args as ComparedParameters;
      return verdictOf(
        compared.databases.map((host) => {
          const fault = faultOf(changedParameters(answers[host], compared));
          return fault ? lost(host, fault.line, { class: 'health', hint: fault.hint }) : good(host, line);
        }),
      );
    },
  };
}
