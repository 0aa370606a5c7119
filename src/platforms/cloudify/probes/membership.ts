import {
  reportsOk,
  registeredBrokers,
  registeredDatabases,
  registeredManagers,
  statusAnswers,
} from '../observe/manager.ts';
import { databaseView } from '../../../components/patroni/database-view.ts';
import { brokerView } from '../../../components/rabbitmq/broker-view.ts';
import { noView } from '../../../components/unusable-answer.ts';
import { hostsOf, type Cluster } from '../../../model/cluster.ts';
import type { Material } from '../../../model/material.ts';
import type { MemberAnswers } from '../../../model/health/gate.ts';
import type { ManagerView, Membership, NoView, View } from '../../../model/health/membership.ts';
import type { MembershipAnswers } from '../../platform.ts';
import type { Service } from '../../../model/names.ts';
import type { MembershipQuery } from '../../../model/plan/plan.ts';
import { expectedOf, memberProbes } from './probes.ts';

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
