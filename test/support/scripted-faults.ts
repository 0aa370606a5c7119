import type { HostName } from '../../src/model/names.ts';
import type {
  FaultEffect,
  Faults,
  FaultTiming,
  PortCall,
  PortMethod,
} from '../../src/simulate/faults/faults.ts';

/** A fault that happens once, at the `nth` matching call (counted from 1, by default 1). */
export interface ScriptedFault {
  readonly effect: FaultEffect;
  readonly host?: HostName;
  readonly method?: PortMethod;
  /** Text that the call's detail contains. */
  readonly about?: string;
  readonly nth?: number;
}

/** Injects the listed faults. If several match a call, the first one in the list applies. */
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

/** Kills the deployer at its `index`th call, so that tests can interrupt each point of a run. */
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
