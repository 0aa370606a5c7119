import type { GateCheck } from '../../../../src/model/health/gate.ts';
import type { HostName } from '../../../../src/model/names.ts';
import type { PhasePlan } from '../../../../src/model/plan/plan.ts';
import type { JobAction, MemberOperation, Step } from '../../../../src/model/plan/step.ts';
import type { JobState } from '../../../../src/transport/port.ts';

export const ENDED: JobState = { state: 'ended', code: 0, logSize: 0, startedAt: 0 };
export const MARKER = '/etc/cloudify/.installed';

/** A job that installs a member. */
export function installJob(name: string, unless: JobAction['unless'] = 'repeatable'): JobAction {
  return {
    kind: 'job',
    name,
    command: { program: 'cfy_manager', args: ['install'], as: 'root', timeoutMs: 0 },
    unless,
    marker: MARKER,
    ifMarkerExists: 'done',
    requires: 'reconfigure',
    repair: [],
  };
}

/** A step named after its host and its action. */
export function stepOn(host: Step['host'], action: Step['action'], operation?: MemberOperation): Step {
  const id = `phase/${typeof host === 'string' ? host : 'any'}/${action.kind}`;
  return { id, title: id, host, action, ...(operation ? { operation } : {}) };
}

export function phaseOf(steps: readonly Step[], gates: readonly GateCheck[] = []): PhasePlan {
  const laneOf = (host: HostName, own: readonly Step[]) => ({ host, steps: own });
  return {
    id: 'phase',
    title: 'phase',
    after: [],
    order: 'serial',
    lanes: steps.map((step) => laneOf(typeof step.host === 'string' ? step.host : 'any', [step])),
    gates,
  };
}
