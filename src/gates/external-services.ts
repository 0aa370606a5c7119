import { knownRelease } from '../cloudify/versions.ts';
import { endpoint } from '../model/address.ts';
import { hostsOf, type Cluster, type ExternalDatabase, type Host } from '../model/cluster.ts';
import { SECOND } from '../model/duration.ts';
import type { Answer, LoginProbe, Probes } from '../model/gate.ts';
import type { KeyPair, Material } from '../model/material.ts';
import type { HostName } from '../model/names.ts';
import { lookAtBroker } from './external/broker.ts';
import { lookAtDatabase } from './external/database.ts';
import type { BrokerEnd, DatabaseEnd } from './external/ends.ts';
import { verdictOf } from './findings.ts';
import type { Gate } from './gate.ts';
import { authority, get } from './probes.ts';

const PATIENCE = 10 * SECOND;
const AMQPS = 5671;
const MANAGEMENT = 15671;

type Args = {
  readonly managers: readonly HostName[];
  readonly database?: DatabaseEnd;
  readonly brokers: readonly BrokerEnd[];
};

/** Before anything is changed: every manager host reaches the services that somebody else runs, and is let in. */
export const externalServices: Gate = {
  title: 'the external services let every manager in',
  timing: { timeoutMs: 15 * SECOND, intervalMs: 5 * SECOND, consecutive: 1 },
  asks: (cluster, material) => {
    const args = argsOf(cluster);
    if (!args.database && args.brokers.length === 0) return { asks: [], args };
    const asks = hostsOf(cluster, 'manager').map((host) => ({
      host: host.name,
      probes: { ...databaseProbe(host, cluster, material), ...brokerProbes(cluster, material) },
    }));
    return { asks, args };
  },
  judge: (answers, args) => {
    const { managers, database, brokers } = args as Args;
    return verdictOf(managers.flatMap((host) => look(host, answers[host] ?? {}, { database, brokers })));
  },
};

function look(
  host: HostName,
  answers: Readonly<Record<string, Answer>>,
  { database, brokers }: Pick<Args, 'brokers'> & { readonly database: DatabaseEnd | undefined },
) {
  return [
    ...(database ? [lookAtDatabase(host, answers.database, database)] : []),
    ...brokers.map((broker) =>
      lookAtBroker(
        host,
        { amqp: answers[`amqp ${broker.name}`], api: answers[`api ${broker.name}`] },
        broker,
      ),
    ),
  ];
}

function argsOf(cluster: Cluster): Args {
  const { database, broker } = cluster.sourcing;
  const brokers = broker.kind === 'external' ? broker.members : [];
  return {
    managers: hostsOf(cluster, 'manager').map((host) => host.name),
    ...(database.kind === 'external' ? { database: databaseEnd(database, cluster) } : {}),
    brokers: brokers.map(({ name, address }) => ({
      ...{ name, address, user: cluster.brokerUser },
      ...{ amqp: endpoint(address, AMQPS), api: endpoint(address, MANAGEMENT) },
    })),
  };
}

function databaseEnd(database: ExternalDatabase, cluster: Cluster): DatabaseEnd {
  const { address, port, user } = database;
  return {
    ...{ address, port, user, database: database.database },
    at: endpoint(address, port),
    withCertificate: cluster.sslClientVerification,
  };
}

function databaseProbe(host: Host, cluster: Cluster, material: Material): { database?: LoginProbe } {
  const { database } = cluster.sourcing;
  if (database.kind !== 'external') return {};
  const { address, port, user } = database;
  const client = cluster.sslClientVerification ? clientPair(host, cluster, material) : undefined;
  return {
    database: {
      kind: 'database-login',
      ...{ address, port, user, database: database.database, timeoutMs: PATIENCE },
      ca: authority('database', material),
      password: material.secrets.postgres_password,
      ...(client ? { client } : {}),
    },
  };
}

/** Who logs in as the superuser shows its own certificate, where the release has one. */
function clientPair(host: Host, { version }: Cluster, { databaseClients }: Material): KeyPair | undefined {
  const pairs = databaseClients[host.name];
  return knownRelease(version).superuserClientCertificates ? pairs?.superuser : pairs?.client;
}

function brokerProbes({ sourcing, brokerUser }: Cluster, material: Material): Probes {
  const { broker } = sourcing;
  if (broker.kind !== 'external') return {};
  const ca = authority('broker', material);
  const auth = { user: brokerUser, password: material.secrets.rabbitmq_password };
  return Object.fromEntries(
    broker.members.flatMap(({ name, address }) => [
      [`amqp ${name}`, { kind: 'tls', address, port: AMQPS, ca, timeoutMs: PATIENCE }],
      [`api ${name}`, get(`https://${endpoint(address, MANAGEMENT)}/api/whoami`, { ca }, auth)],
    ]),
  );
}
