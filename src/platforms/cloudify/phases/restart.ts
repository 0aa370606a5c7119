import { restartServices } from '../commands/services.ts';
import { installMarker } from '../product/paths.ts';
import { knownRelease } from '../product/versions.ts';
import { affectHaproxy } from '../../../components/haproxy/unit.ts';
import type { Host } from '../../../model/cluster.ts';
import type { Service } from '../../../model/names.ts';
import type { Action, UpToDate } from '../../../model/plan/step.ts';
import { switchoverFrom } from '../steps/switchover-from.ts';
import { lanesOf, type Draft } from '../../../phases/lane.ts';
import type { Phase, PhaseInput } from '../../../phases/phase.ts';
import { JOB, RECEIPT, SETTING } from '../../../model/stored-formats.ts';

/**
 * Restarts the services of each host, once per request, so that a killed run can be resumed. A database leader steps down
 * first; brokers and managers wait until no workflow runs, because a restart kills running workflows.
 */
export const restartPhase: Phase = {
  title: 'restart the members one at a time',
  needs: [],
  follows: [],
  lanes: (input) => {
    return lanesOf({ ...input, hosts: membersToRestart(input) }, (host) => [
      host.role === 'load_balancer' ? balancerRestart(input) : memberRestart(input, host, host.role),
    ]);
  },
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
  const release = knownRelease(input.after.version);
  const action: Action = {
    ...{ kind: 'job', name: JOB.restart(service), command: restartServices(release) },
    ...{ unless: requested(input), marker: installMarker(release, service), ifMarkerExists: 'nothing' },
    ...{ requires: 'reconfigure', repair: [] },
  };
  return {
    slug: 'restart',
    title: `restart the ${service}`,
    action,
    operation: {
      ...{ kind: 'restart', service, member: host.name },
      requires: service === 'database' ? 'switchover-done' : 'no-executions',
    },
    ...(service === 'database' ? { before: [switchoverFrom(input, host)] } : {}),
  };
}

function balancerRestart(input: PhaseInput): Draft {
  return {
    slug: 'restart',
    title: 'restart HAProxy',
    action: affectHaproxy('restart', requested(input)),
  };
}
