import type { HostName } from '../../src/model/names.ts';
import type {
  FaultEffect,
  Faults,
  FaultTiming,
  PortCall,
  PortMethod,
} from '../../src/simulate/faults/faults.ts';

/** One fault: the `nth` call (from 1; 1 unless given) that matches gets the effect, once. */
export interface ScriptedFault {
  readonly effect: FaultEffect;
  readonly host?: HostName;
  readonly method?: PortMethod;
  /** Part of the detail. */
  readonly about?: string;
  readonly nth?: number;
}

/** Faults by hand. Of several that match a call the first in the list counts. */
export function faultsAt(...faults: readonly ScriptedFault[]): Faults {
  const seen = faults.map(() => 0);
  return (call) => {
    const hit = faults.filter((fault, index) => {
      if (!matches(fault, call)) return false;
      seen[index] = (seen[index] ?? 0) + 1;
      return seen[index] === (fault.nth ?? 1);
    });
    return hit[0]?.effect;
  };
}

/** The deployer dies at its `index`th call: every point of a run can be tried in turn. */
export function killAt(index: number, when: FaultTiming): Faults {
  return (call) => (call.index === index ? { kind: 'kill', when } : undefined);
}

function matches(fault: ScriptedFault, call: PortCall): boolean {
  return (
    (fault.host ?? call.host) === call.host &&
    (fault.method ?? call.method) === call.method &&
    call.detail.includes(fault.about ?? '')
  );
}
