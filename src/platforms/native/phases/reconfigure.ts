import type { Host } from '../../../model/cluster.ts';
import type { Service } from '../../../model/names.ts';
import type { Step } from '../../../model/plan/step.ts';
import { installReceipt, JOB } from '../../../model/stored-formats.ts';
import { lanesOf, type Draft } from '../../../phases/lane.ts';
import type { Phase, PhaseInput } from '../../../phases/phase.ts';
import { restartMember } from '../commands/services.ts';
import { memberSettings } from '../config/settings.ts';
import { installMarker } from '../paths.ts';
import { applySharedParameters, shrinkParameters } from '../steps/shared-parameters.ts';
import { switchoverFrom } from '../steps/switchover-from.ts';

/** Restarts each member whose settings differ from those with which it started. A leader steps down first. */
export const reconfigurePhase: Phase = {
  title: 'restart the members whose settings changed, one at a time',
  needs: [],
  follows: ['stage'],
  lanes: (input) =>
    lanesOf(input, (host) => {
      const { role } = host;
      return role === 'database' || role === 'broker' ? [restart(input, host, role)] : [];
    }),
};

function restart(input: PhaseInput, host: Host, service: Service): Draft {
  const settings = memberSettings(input, host);
  const isDatabase = service === 'database';
  return {
    slug: 'restart',
    title: `restart the ${service} with its changed settings`,
    action: {
      kind: 'job',
      name: JOB.reconfigure(service),
      command: restartMember(service),
      unless: { receipt: installReceipt(service), inputs: { ...settings.restart, ...settings.fixed } },
      marker: installMarker(service),
      ifMarkerExists: 'nothing',
      requires: 'reconfigure',
      repair: [],
    },
    operation: {
      ...{ kind: 'restart', service, member: host.name },
      requires: isDatabase ? 'switchover-done' : 'nothing',
    },
    ...(isDatabase ? { before: beforeDatabase(input, host) } : {}),
  };
}

function beforeDatabase(input: PhaseInput, host: Host): readonly Step[] {
  return [applySharedParameters(input, host), ...shrinkParameters(input, host), switchoverFrom(input, host)];
}
