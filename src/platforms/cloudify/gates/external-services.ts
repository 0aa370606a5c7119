import { get } from '../../../components/requests.ts';
import { knownRelease } from '../product/versions.ts';
import { endpoint } from '../../../model/address.ts';
import { hostsOf, type Cluster, type ExternalDatabase, type Host } from '../../../model/cluster.ts';
import { SECOND } from '../../../model/duration.ts';
import type { Probe, Probes } from '../../../model/health/gate.ts';
import type { KeyPair } from '../../../model/material.ts';
import type { HostName } from '../../../model/names.ts';
import type { DatabaseEnd, Services } from '../../../gates/external/endpoints.ts';
import { judgeServices } from '../external/services.ts';
import { verdictOf } from '../../../gates/findings.ts';
import type { ProbeInput, Gate } from '../../../gates/gate.ts';
import { authority, registry } from '../probes/probes.ts';

const PATIENCE = 10 * SECOND;
const AMQPS = 5671;
const MANAGEMENT = 15671;

/** Passes if every manager host reaches the external services and logs in to them. Runs before anything is changed. */
export const externalServices: Gate = {
  title: 'every manager logs in to the external services',
  ready:
    "every manager host reaches the external database and brokers over TLS that their CA and address verify, the login to the database works (with the manager's client certificate if ssl_client_verification is on), the brokers' user is administrator, and installed managers have registered exactly these services; queries no host if nothing is external",
  timing: { timeoutMs: 15 * SECOND, intervalMs: 5 * SECOND, consecutive: 1 },
  queries: (cluster, material) => {
    const args = argsOf(cluster);
    if (!args.database && args.brokers.length === 0) return { queries: [], args };
    const queries = hostsOf(cluster, 'manager').map((host) => ({
      host: host.name,
      probes: {
        ...databaseProbes(host, { cluster, material }),
        ...brokerProbes(host, { cluster, material }),
      },
    }));
    return { queries, args };
  },
  judge: (answers, args) => {
    const { managers, ...services } = args as Args;
    return verdictOf(managers.flatMap((host) => judgeServices(host, answers[host] ?? {}, services)));
  },
};

type Args = Services & { readonly managers: readonly HostName[] };

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

function databaseProbes(host: Host, input: ProbeInput): Probes {
  const { cluster, material } = input;
  const { database } = cluster.sourcing;
  if (database.kind !== 'external') return {};
  const { address, port, user } = database;
  const client = cluster.sslClientVerification ? clientPair(host, input) : undefined;
  return {
    database: {
      kind: 'database-login',
      ...{ address, port, user, database: database.database, timeoutMs: PATIENCE },
      ca: authority('database', material),
      password: material.secrets.postgres_password,
      looksFor: database.cloudifyDatabase,
      ...(client ? { client } : {}),
    },
    databases: registry('databases', host, input),
  };
}

/** Returns the certificate for the login: the superuser's own if the release has one. */
function clientPair(host: Host, { cluster, material }: ProbeInput): KeyPair | undefined {
  const pairs = material.databaseClients[host.name];
  return knownRelease(cluster.version).superuserClientCertificates ? pairs?.superuser : pairs?.client;
}

function brokerProbes(host: Host, input: ProbeInput): Probes {
  const { cluster, material } = input;
  const { broker } = cluster.sourcing;
  if (broker.kind !== 'external') return {};
  const ca = authority('broker', material);
  const auth = { user: cluster.brokerUser, password: material.secrets.rabbitmq_password };
  const probes = broker.members.flatMap(({ name, address }): readonly (readonly [string, Probe])[] => [
    [`amqp ${name}`, { kind: 'tls', address, port: AMQPS, ca, timeoutMs: PATIENCE }],
    [`api ${name}`, get(`https://${endpoint(address, MANAGEMENT)}/api/whoami`, { ca }, auth)],
  ]);
  return { ...Object.fromEntries(probes), brokers: registry('brokers', host, input) };
}
