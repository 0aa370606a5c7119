import type { Answer } from '../../../src/model/health/gate.ts';
import type {
  BrokerView,
  DatabaseView,
  ManagerView,
  NoView,
  View,
} from '../../../src/model/health/membership.ts';
import type { Service } from '../../../src/model/names.ts';
import { response } from '../../unit/components/answers/sample.ts';

/** Names of the probes of one member, as the platform reads their answers. */
export const PROBES: Readonly<Record<Service, readonly string[]>> = {
  database: ['etcd', 'etcdMembers', 'patroni', 'postgres'],
  broker: ['nodes', 'queues', 'quorumCritical', 'mirrorCritical', 'alarms'],
  manager: ['status', 'ok', 'managers', 'brokers', 'databases'],
};

/** Answer of a member to one of its probes, from which the program reads this view again. */
export function answerOf(view: View, probe: string): Answer {
  switch (view.kind) {
    case 'no-answer':
      return noAnswer(view);
    case 'database':
      return databaseAnswer(view, probe);
    case 'broker':
      return brokerAnswer(view, probe);
    case 'manager':
      return managerAnswer(view, probe);
  }
}

function noAnswer({ cause, text }: NoView): Answer {
  if (cause !== 'refused' && cause !== 'timeout') throw new Error(`the script has no answer for ${cause}`);
  return { kind: 'no-answer', cause, text };
}

const UNAVAILABLE = response(503, '');

function databaseAnswer({ etcd, patroni, started }: DatabaseView, probe: string): Answer {
  switch (probe) {
    case 'etcd':
      return response(etcd.healthy ? 200 : 503, { health: String(etcd.healthy) });
    case 'etcdMembers':
      return response(200, {
        members: etcd.members.map(({ name, address }) => ({ name, peerURLs: [`https://${address}:2380`] })),
      });
    case 'patroni':
      return patroni
        ? response(200, { members: patroni.map(({ address, ...one }) => ({ host: address, ...one })) })
        : UNAVAILABLE;
    default:
      return started === undefined ? UNAVAILABLE : response(200, { postmaster_start_time: started });
  }
}

const nodeName = (node: string) => `rabbit@${node}`;

function brokerAnswer(view: BrokerView, probe: string): Answer {
  const { members, running, partitions, alarms, unsynchronized, critical } = view;
  switch (probe) {
    case 'nodes':
      return response(
        200,
        members.map((node, i) => ({
          name: nodeName(node),
          running: running.includes(node),
          partitions: i === 0 ? partitions.map(nodeName) : [],
        })),
      );
    case 'queues':
      return unsynchronized === undefined
        ? UNAVAILABLE
        : response(200, Array(unsynchronized).fill({ slave_nodes: ['rabbit@any'] }));
    case 'alarms':
      return health(alarms.length > 0, { alarms: alarms.map(alarmFields) });
    default:
      return critical === undefined ? UNAVAILABLE : health(critical, {});
  }
}

function health(failed: boolean, more: object): Answer {
  return response(failed ? 503 : 200, { status: failed ? 'failed' : 'ok', ...more });
}

/** `memory on rabbit1` */
function alarmFields(alarm: string): object {
  const [resource, node = ''] = alarm.split(' on ');
  return { resource, node: nodeName(node) };
}

function managerAnswer({ ok, managers, brokers, databases }: ManagerView, probe: string): Answer {
  switch (probe) {
    case 'status':
      return response(401, '');
    case 'ok':
      return ok === undefined ? response(404, '') : response(ok ? 200 : 500, '');
    case 'managers':
      return list(managers, (hostname) => ({ hostname }));
    case 'brokers':
      return list(brokers, (node) => ({ name: nodeName(node) }));
    default:
      return list(databases, (host) => ({ host }));
  }
}

function list(names: readonly string[] | undefined, fields: (name: string) => object): Answer {
  return names ? response(200, { items: names.map(fields) }) : UNAVAILABLE;
}
