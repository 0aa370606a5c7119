import type { HostName } from '../../model/names.ts';
import type { Plan } from '../../model/plan/plan.ts';

/** Restricts a plan to some of its hosts. */
export function planOn(plan: Plan, hosts: readonly HostName[]): Plan {
  const phases = plan.phases.map((phase) => ({
    ...phase,
    lanes: phase.lanes.filter(({ host }) => hosts.includes(host)),
  }));
  return { ...plan, hosts, phases };
}
