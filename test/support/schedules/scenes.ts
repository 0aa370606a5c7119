import type { Cluster } from '../../../src/model/cluster.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { SECOND } from '../../../src/model/duration.ts';
import type { HostName, Service } from '../../../src/model/names.ts';
import type { Step } from '../../../src/model/plan/step.ts';
import { cluster as threeEach } from '../../unit/platforms/cloudify/fixture.ts';
import { planFor } from '../simulated.ts';

/** What is broken again and again: a cluster, what was done to its hosts before, and the plan that is carried out. */
export interface Scene {
  readonly name: string;
  readonly cluster: Cluster;
  /** Carried out undisturbed first. */
  readonly before?: Plan;
  /** Who leads the databases then. */
  readonly leader?: HostName;
  /** Who is dead by then; whose successor is a machine as it was delivered. */
  readonly dead?: HostName;
  readonly wiped?: HostName;
  /** Who gives the lead away, once. */
  readonly led?: HostName;
  readonly plan: Plan;
  /** Has nothing to do at the end; unless given, the plan itself. */
  readonly after?: Plan;
}

/** Three databases, three brokers and a manager: all that can lose a quorum, and half the work of ten hosts. */
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
 * Every database and every broker owes a restart, and the plan would restart all at once: only the executor's tokens
 * and proofs keep the quorum.
 */
export const restart: Scene = {
  name: 'restart',
  cluster: members,
  before: planFor('deploy', { cluster: members }),
  plan: restartAll(members),
};

/** The same with the proof switched off: no step says whom it touches. */
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

/** A restart is a job, so that its receipt is written by the host, with the restart or not at all. */
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
      markerSays: 'too-late',
      requires: 'reconfigure',
      repair: [],
    },
    operation: {
      service,
      member,
      effect: 'restart',
      ...(service === 'database' ? { before: [handOver(member)] } : {}),
    },
  };
}

function handOver(member: string): Step {
  const args = ['dbs', 'set-master', '-a', { live: 'successor', of: member } as const];
  return {
    id: `restart/${member}/switchover`,
    title: 'hand the lead over',
    host: member,
    action: {
      kind: 'run',
      command: { program: 'cfy_manager', args, as: 'root', timeoutMs: 60 * SECOND },
      unless: 'repeatable',
    },
  };
}
