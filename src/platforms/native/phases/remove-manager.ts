import type { Host } from '../../../model/cluster.ts';
import type { Lane } from '../../../model/plan/plan.ts';
import type { Step } from '../../../model/plan/step.ts';
import { cleanupSteps } from '../../../phases/cleanup.ts';
import { removedMembers, type Phase, type PhaseInput } from '../../../phases/phase.ts';
import { applicationUnit } from '../commands/services.ts';
import { applicationDropInPath, installMarker } from '../paths.ts';
import { memberFiles } from '../steps/host-files.ts';

/** Removes a manager: stops the application, and deletes what Quorate wrote for it. Its package stays installed. */
export const removeManagerPhase: Phase = {
  title: 'remove the manager',
  needs: [],
  follows: [],
  lanes: (input) => {
    const { unit } = input.after.native?.application ?? {};
    if (unit === undefined) return [];
    return removedMembers(input, 'manager')
      .filter(({ state }) => state === 'running')
      .map(({ host }): Lane => ({ host: host.name, steps: steps(input, host, unit) }));
  },
};

function steps(input: PhaseInput, host: Host, unit: string): readonly Step[] {
  const files = memberFiles(input, host).map(({ path }) => path);
  return [
    {
      id: `${input.phase}/${host.name}/stop`,
      title: `stop and disable ${unit}`,
      host: host.name,
      action: {
        kind: 'run',
        command: applicationUnit(unit, 'disable', '--now'),
        unless: 'repeatable',
        affects: { unit, effect: 'stop' },
      },
      operation: { kind: 'stop-to-leave', service: 'manager', member: host.name, requires: 'nothing' },
    },
    ...cleanupSteps(input, host, {
      files: [...files, applicationDropInPath(unit)],
      directories: [installMarker('manager')],
    }),
  ];
}
