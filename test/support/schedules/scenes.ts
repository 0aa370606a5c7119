import type { Cluster } from '../../../src/model/cluster.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { SECOND } from '../../../src/model/duration.ts';
import type { HostName, Service } from '../../../src/model/names.ts';
import type { Step } from '../../../src/model/plan/step.ts';
import { cluster as threeEach } from '../../unit/platforms/cloudify/fixture.ts';
import { planFor } from '../simulated.ts';

/** A starting point of schedules: a cluster, what happens to its hosts before, and the plan to run. */
export interface Scene {
  readonly name: string;
  readonly cluster: Cluster;
  /** Runs first, without faults. */
  readonly before?: Plan;
  /** Database leader after `before`. */
  readonly leader?: HostName;
  /** Host that is down when the plan starts. */
  readonly down?: HostName;
  /** Host that is an empty machine when the plan starts. */
  readonly wiped?: HostName;
  /** Leader that the plan must switch over from, once. */
  readonly formerLeader?: HostName;
  readonly plan: Plan;
  /** Members that run with their settings, so that the plan must not restart them. */
  readonly unchanged?: readonly HostName[];
  /** Plan that must change nothing at the end; `plan` by default. */
  readonly after?: Plan;
}

/** Three databases, three brokers and one manager: every quorum, with half the work of ten hosts. */
const seven: Cluster = {
  ...threeEach,
  hosts: threeEach.hosts.filter(({ name }) => !['manager2', 'manager3', 'lb1'].includes(name)),
};
const members: Cluster = {
  ...seven,
  hosts: seven.hosts.filter(({ role }) => role !== 'manager'),
};

export const deployTen: Scene = { name: 'deploy-ten', cluster: threeEach, plan: planFor('deploy') };
export const deploySeven: Scene = {
  name: 'deploy-seven',
  cluster: seven,
  plan: planFor('deploy', { cluster: seven }),
};
export const overlapped: Scene = {
  name: 'overlapped',
  cluster: seven,
  plan: planFor('deploy-overlapped', { cluster: seven }),
};

/**
 * Every database and broker requires a restart, and the plan restarts all at once. Only the executor's service mutexes and
 * proofs keep the quorum.
 */
export const restart: Scene = {
  name: 'restart',
  cluster: members,
  before: planFor('deploy', { cluster: members }),
  plan: restartAll(members),
};

/** `restart` without proofs: no step declares an operation. */
export const restartUnproved: Scene = {
  ...restart,
  name: 'restart-unproved',
  plan: {
    ...restart.plan,
    phases: restart.plan.phases.map((phase) => ({
      ...phase,
      lanes: phase.lanes.map(({ host, steps }) => ({
        host,
        steps: steps.map(({ id, title, host: on, action }) => ({ id, title, host: on, action })),
      })),
    })),
  },
};

function restartAll(cluster: Cluster): Plan {
  const lane = (service: Service, host: string) => ({ host, steps: [restartOf(service, host)] });
  const of = (role: Service) => cluster.hosts.filter((host) => host.role === role);
  return {
    ...planFor('deploy', { cluster }),
    phases: [
      {
        id: 'restart',
        title: 'Restart',
        after: [],
        order: 'parallel',
        lanes: [
          ...of('database').map(({ name }) => lane('database', name)),
          ...of('broker').map(({ name }) => lane('broker', name)),
        ],
        gates: [],
      },
    ],
  };
}

/** Restarts a member in a job, so that the host writes the receipt exactly if the restart succeeds. */
function restartOf(service: Service, member: string): Step {
  const unit = service === 'database' ? 'patroni' : 'rabbitmq-server';
  return {
    id: `restart/${member}/restart`,
    title: `restart the ${service}`,
    host: member,
    action: {
      kind: 'job',
      name: `restart-${service}`,
      command: { program: 'systemctl', args: ['restart', unit], as: 'root', timeoutMs: 60 * SECOND },
      unless: { receipt: `applied/${service}`, inputs: { setting: 'new' } },
      marker: '/nowhere',
      ifMarkerExists: 'too-late',
      requires: 'reconfigure',
      repair: [],
    },
    operation: {
      ...{ kind: 'restart', service, member },
      requires: service === 'database' ? 'switchover-done' : 'nothing',
    },
    ...(service === 'database' ? { before: [switchover(member)] } : {}),
  };
}

function switchover(member: string): Step {
  const args = ['dbs', 'set-master', '-a', { live: 'candidate', of: member } as const];
  return {
    id: `restart/${member}/switchover`,
    title: 'switch over to a standby',
    host: member,
    action: {
      kind: 'run',
      command: { program: 'cfy_manager', args, as: 'root', timeoutMs: 60 * SECOND },
      unless: 'repeatable',
    },
  };
}
