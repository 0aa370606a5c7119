import { affectHaproxy } from '../../../components/haproxy/unit.ts';
import type { Host } from '../../../model/cluster.ts';
import type { Command } from '../../../model/host/command.ts';
import type { Service } from '../../../model/names.ts';
import type { UpToDate } from '../../../model/plan/step.ts';
import { JOB, RECEIPT, SETTING } from '../../../model/stored-formats.ts';
import { lanesOf, type Draft } from '../../../phases/lane.ts';
import type { Phase, PhaseInput } from '../../../phases/phase.ts';
import { restartMember, restartUnits } from '../commands/services.ts';
import { installMarker } from '../paths.ts';
import { switchoverFrom } from '../steps/switchover-from.ts';

/** Restarts the services of each host, once per request, so that a killed run can be resumed. A leader steps down first. */
export const restartPhase: Phase = {
  title: 'restart the members one at a time',
  needs: [],
  follows: [],
  lanes: (input) =>
    lanesOf({ ...input, hosts: membersToRestart(input) }, (host) => {
      return [host.role === 'load_balancer' ? balancerRestart(input) : memberRestart(input, host, host.role)];
    }),
};

function membersToRestart({ change, hosts }: PhaseInput): readonly Host[] {
  if (change.kind !== 'restart' || change.members === 'all') return hosts;
  const names = change.members.map(({ name }) => name);
  return hosts.filter(({ name }) => names.includes(name));
}

function requested({ change, digest }: PhaseInput): UpToDate {
  const request = change.kind === 'restart' ? change.request : '';
  return { receipt: RECEIPT.restarted, inputs: { [SETTING.request]: digest(request) } };
}

function memberRestart(input: PhaseInput, host: Host, service: Service): Draft {
  return {
    slug: 'restart',
    title: `restart the ${service}`,
    action: {
      ...{ kind: 'job', name: JOB.restart(service), command: commandOf(input, service) },
      ...{ unless: requested(input), marker: installMarker(service), ifMarkerExists: 'nothing' },
      ...{ requires: 'reconfigure', repair: [] },
    },
    operation: {
      ...{ kind: 'restart', service, member: host.name },
      requires: service === 'database' ? 'switchover-done' : 'nothing',
    },
    ...(service === 'database' ? { before: [switchoverFrom(input, host)] } : {}),
  };
}

function commandOf({ after }: PhaseInput, service: Service): Command {
  const { application } = after.native ?? {};
  return service === 'manager' && application ? restartUnits(application.unit) : restartMember(service);
}

function balancerRestart(input: PhaseInput): Draft {
  return { slug: 'restart', title: 'restart HAProxy', action: affectHaproxy('restart', requested(input)) };
}
