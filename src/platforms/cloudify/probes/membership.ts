import { etcdHealthy, etcdMembers } from '../../../components/etcd/answers.ts';
import {
  reportsOk,
  registeredBrokers,
  registeredDatabases,
  registeredManagers,
  statusAnswers,
} from '../observe/manager.ts';
import { patroniMembers, postgresStartTime } from '../../../components/patroni/answers.ts';
import {
  alarmsInEffect,
  brokerNodes,
  checkFails,
  unsynchronizedQueues,
} from '../../../components/rabbitmq/answers.ts';
import { hostsOf, type Cluster } from '../../../model/cluster.ts';
import type { Answer } from '../../../model/health/gate.ts';
import type { Material } from '../../../model/material.ts';
import type {
  BrokerView,
  DatabaseView,
  ManagerView,
  Membership,
  NoView,
  View,
} from '../../../model/health/membership.ts';
import type { MembershipAnswers } from '../../platform.ts';
import type { Service } from '../../../model/names.ts';
import type { MembershipQuery } from '../../../model/plan/plan.ts';
import { expectedOf, memberProbes } from './probes.ts';
import { answerText, causeOf } from '../../../gates/classify-answer.ts';

type MemberAnswers = Readonly<Record<string, Answer>>;

/** Returns the probes with which each member of a service is queried about itself and the other members. */
export function membershipQuery(service: Service, cluster: Cluster, material: Material): MembershipQuery {
  const probes = hostsOf(cluster, service).map((host) => memberProbes(service, host, { cluster, material }));
  const members = expectedOf(cluster, service).map((member, i) => ({ ...member, probes: probes[i] ?? {} }));
  return { service, members };
}

/** Reads the answers to a membership's probes. Never throws: a part that a member does not return is absent. */
export function readMembership(asked: MembershipAnswers): Membership {
  const { service, expected, answers, asOf, bootstrapped } = asked;
  const read = READERS[service];
  const views = expected.map(({ host }) => [host, read(answers[host] ?? {})] as const);
  return { service, asOf, expected, views: Object.fromEntries(views), bootstrapped };
}

const READERS: Readonly<Record<Service, (answers: MemberAnswers) => View>> = {
  database: databaseView,
  broker: brokerView,
  manager: managerView,
};

/** Combines the answers of etcd and Patroni. If one gives no answer, the other is still used. */
function databaseView({ etcd, etcdMembers: list, patroni, postgres }: MemberAnswers): DatabaseView | NoView {
  const health = etcdHealthy(etcd);
  const members = etcdMembers(list);
  const seen = patroniMembers(patroni);
  const started = postgresStartTime(postgres);
  if (health === undefined && !members && !seen) return noView(etcd);
  return {
    kind: 'database',
    etcd: { healthy: health ?? false, members: members ?? [] },
    ...(seen ? { patroni: seen } : {}),
    ...(started === undefined ? {} : { started }),
  };
}

function brokerView({
  nodes,
  queues,
  alarms,
  quorumCritical,
  mirrorCritical,
}: MemberAnswers): BrokerView | NoView {
  const seen = brokerNodes(nodes);
  if (!seen) return noView(nodes);
  const unsynchronized = unsynchronizedQueues(queues);
  const critical = either(checkFails(quorumCritical), checkFails(mirrorCritical));
  return {
    kind: 'broker',
    members: seen.map((node) => node.name),
    running: seen.filter((node) => node.running).map((node) => node.name),
    partitions: [...new Set(seen.flatMap((node) => node.partitions))],
    alarms: alarmsInEffect(alarms) ?? seen.flatMap(nodeAlarms),
    ...(unsynchronized === undefined ? {} : { unsynchronized }),
    ...(critical === undefined ? {} : { critical }),
  };
}

function nodeAlarms(node: NonNullable<ReturnType<typeof brokerNodes>>[number]): readonly string[] {
  const { name, memoryAlarm, diskAlarm } = node;
  return [...(memoryAlarm ? [`memory on ${name}`] : []), ...(diskAlarm ? [`disk on ${name}`] : [])];
}

/** True if one check fails, false if both pass, otherwise undefined. */
function either(one: boolean | undefined, other: boolean | undefined): boolean | undefined {
  if (one || other) return true;
  return one === false && other === false ? false : undefined;
}

function managerView({ status, ok, managers, brokers, databases }: MemberAnswers): ManagerView | NoView {
  if (!statusAnswers(status)) return noView(status);
  const healthy = reportsOk(ok);
  const registered = registeredManagers(managers);
  const registeredNodes = registeredBrokers(brokers);
  const addresses = registeredDatabases(databases);
  return {
    kind: 'manager',
    answering: true,
    ...(healthy === undefined ? {} : { ok: healthy }),
    ...(registered ? { managers: registered } : {}),
    ...(registeredNodes ? { brokers: registeredNodes } : {}),
    ...(addresses ? { databases: addresses } : {}),
  };
}

function noView(answer: Answer | undefined): NoView {
  return { kind: 'no-answer', cause: causeOf(answer), text: answerText(answer) };
}
