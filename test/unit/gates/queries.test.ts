import { describe, expect, test } from '@jest/globals';
import { membershipQuery } from '../../../src/platforms/cloudify/probes/membership-query.ts';
import { gateOf, gatesOf } from '../../../src/registry/gates.ts';
import { commandToLog } from '../../../src/model/host/command-text.ts';
import type { Probe, Probes } from '../../../src/model/health/gate.ts';
import type { GateName } from '../../../src/model/names.ts';
import { at, cluster, having, material } from '../platforms/cloudify/fixture.ts';
import { externally } from './external.ts';

const inWords = (probe: Probe): string => {
  if (probe.kind === 'command') return commandToLog(probe.command);
  if (probe.kind === 'facts') return `facts ${probe.names.join(' ')} ${probe.disks.join(' ')}`;
  if (probe.kind === 'tls') return `tls ${probe.address} ${probe.port}`;
  if (probe.kind === 'database-login')
    return `login ${probe.address} ${probe.port} ${probe.user} into ${probe.database}`;
  const { method, url, auth, body } = probe.request;
  return [method, url, auth && `as ${auth.user}`, body].filter(Boolean).join(' ');
};
const lines = (probes: Probes | undefined) =>
  Object.fromEntries(Object.entries(probes ?? {}).map(([name, probe]) => [name, inWords(probe)]));
const queriesOf = (gate: GateName, host: string, within = cluster) =>
  lines(
    gateOf(within, gate)
      .queries(within, material)
      .queries.find((ask) => ask.host === host)?.probes,
  );

const external = externally(cluster);
const CHECKS = 'https://198.51.100.21:15671/api/health/checks';

describe('the queries of a gate', () => {
  test('of a database', () => {
    const etcd = {
      etcd: 'GET https://198.51.100.11:2379/health',
      etcdMembers: 'GET https://198.51.100.11:2379/v2/members',
    };
    expect(queriesOf('etcd-quorum', 'db1')).toEqual(etcd);
    expect(queriesOf('patroni-leader', 'db1')).toEqual({
      ...etcd,
      patroni: 'GET https://198.51.100.11:8008/cluster',
    });
    expect(queriesOf('databases-healthy', 'db1')).toEqual({ dbs: 'cfy_manager dbs list' });
    expect(queriesOf('databases-healthy', 'manager2')).toEqual({
      databases: 'GET https://198.51.100.32:443/api/v3.1/db-nodes as admin',
    });
  });

  test('of a broker, and of the managers about their brokers', () => {
    expect(queriesOf('broker-cluster', 'rabbit1')).toEqual({
      nodes: 'GET https://198.51.100.21:15671/api/nodes as cloudify',
      queues:
        'GET https://198.51.100.21:15671/api/queues?columns=name,vhost,slave_nodes,synchronised_slave_nodes as cloudify',
      alarms: `GET ${CHECKS}/alarms as cloudify`,
    });
    expect(queriesOf('broker-cluster', 'manager2')).toEqual({
      brokers: 'GET https://198.51.100.32:443/api/v3.1/brokers as admin',
    });
  });

  test('of a manager, on the port that serves its internal certificate', () => {
    expect(queriesOf('manager-status', 'manager1')).toEqual({
      status: 'GET https://198.51.100.31:443/api/v3.1/status',
      ok: 'GET https://198.51.100.31:443/api/v3.1/ok',
      managers: 'GET https://198.51.100.31:443/api/v3.1/managers as admin',
    });
    const outside = { ...material, external: { manager1: material.hosts.manager1! } };
    const { queries: asked } = gateOf(cluster, 'manager-status').queries(cluster, outside);
    expect(lines(asked[0]?.probes).status).toBe('GET https://198.51.100.31:53333/api/v3.1/status');
  });

  test('of every manager for the guards of steps and for running executions', () => {
    expect(queriesOf('registered', 'manager2')).toEqual({
      managers: 'GET https://198.51.100.32:443/api/v3.1/managers as admin',
      brokers: 'GET https://198.51.100.32:443/api/v3.1/brokers as admin',
      databases: 'GET https://198.51.100.32:443/api/v3.1/db-nodes as admin',
    });
    expect(queriesOf('databases-used', 'manager2')).toEqual({ dbs: 'cfy_manager dbs list' });
    const { executions } = queriesOf('no-executions', 'manager2');
    expect(executions).toMatch(/^GET https:\/\/198.51.100.32:443\/api\/v3.1\/executions\?/);
    expect(executions).toContain('&_all_tenants=true&_include_system_workflows=true&');
    expect(executions).toContain('&status=pending&status=started&');
    expect(executions).not.toContain('scheduled');
  });

  test('of a load balancer', () => {
    const status = 'GET https://198.51.100.41:443/api/v3.1/status';
    expect(queriesOf('load-balancer', 'lb1')).toEqual({
      balancer: status,
      sticky1: status,
      sticky2: status,
      sticky3: status,
      statistics: 'GET http://127.0.0.1:8404/stats;csv',
    });
    expect(queriesOf('drained', 'lb1')).toEqual({ statistics: 'GET http://127.0.0.1:8404/stats;csv' });
  });

  test('of an external load balancer, from every manager', () => {
    expect(queriesOf('load-balancer', 'manager2', external)).toEqual({
      balancer: 'GET https://lb.example.com:443/api/v3.1/status',
    });
    expect(gateOf(external, 'load-balancer').queries(external, material).queries).toHaveLength(3);
  });

  test('of every host before anything is changed', () => {
    const names = 'rabbit1 198.51.100.21 rabbit2 198.51.100.22 rabbit3 198.51.100.23';
    const started = 'test -e /var/lib/quorate';
    expect(queriesOf('hosts-ready', 'db1')).toEqual({
      facts: 'facts  / /var /opt /etc',
      started,
      installed: 'test -e /etc/cloudify/.installed/database_service',
    });
    expect(queriesOf('hosts-ready', 'manager1')).toMatchObject({ facts: `facts ${names} / /var /opt /etc` });
    expect(queriesOf('hosts-ready', 'lb1')).toEqual({ facts: 'facts  / /var /etc', started });
    expect(queriesOf('hosts-ready', 'rabbit1', { ...cluster, nameResolution: 'hosts-file' }).facts).toBe(
      'facts  / /var /opt /etc',
    );
  });

  test('of external services, from every manager', () => {
    expect(gateOf(cluster, 'external-services').queries(cluster, material).queries).toEqual([]);
    const { queries: asked } = gateOf(external, 'external-services').queries(external, material);
    expect(asked.map((ask) => ask.host)).toEqual(['manager1', 'manager2', 'manager3']);
    expect(queriesOf('external-services', 'manager2', external)).toEqual({
      database: 'login db.example.com 5432 postgres@db into postgres',
      'amqp mq1': 'tls 2001:db8::21 5671',
      'api mq1': 'GET https://[2001:db8::21]:15671/api/whoami as cloudify',
      databases: 'GET https://198.51.100.32:443/api/v3.1/db-nodes as admin',
      brokers: 'GET https://198.51.100.32:443/api/v3.1/brokers as admin',
    });
  });

  test('is verified with the CA of an external service, and shows the client certificate of the release', () => {
    const of = (within: typeof cluster) => {
      const given = { ...material, serviceCa: { database: 'the CA of the database\n' } };
      const { probes } = gateOf(within, 'external-services').queries(within, given).queries[0]!;
      return probes as Record<string, { ca?: string; client?: object; request?: { ca: string } }>;
    };
    const { database, 'amqp mq1': amqp, 'api mq1': api } = of(external);
    expect(database?.ca).toBe('the CA of the database\n');
    expect([amqp?.ca, api?.request?.ca]).toEqual([material.ca, material.ca]);
    expect(database).not.toHaveProperty('client');
    expect(of({ ...external, sslClientVerification: true }).database?.client).toBe(
      material.databaseClients.manager1?.superuser,
    );
  });

  test('of the hosts whose full name must match', () => {
    const longNamed = (within = cluster) => {
      const { hosts } = gateOf(within, 'hosts-ready').queries(within, material).args as {
        hosts: { role: string; longName: boolean }[];
      };
      return [...new Set(hosts.filter(({ longName }) => longName).map(({ role }) => role))];
    };
    expect(longNamed()).toEqual(['manager', 'load_balancer']);
    expect(longNamed({ ...cluster, brokerLongNames: true })).toEqual(['broker', 'manager', 'load_balancer']);
  });

  test('over TLS is verified with the CA, and shows no secret in text', () => {
    const all = Object.values(gatesOf(cluster)).flatMap((gate) => gate.queries(cluster, material).queries);
    const requests = all.flatMap(({ probes }) =>
      Object.values(probes).flatMap((probe) => (probe.kind === 'request' ? [probe.request] : [])),
    );
    expect(requests.filter(({ url, ca }) => url.startsWith('https:') !== (ca === material.ca))).toEqual([]);
    expect(JSON.stringify(all)).not.toContain('revealed');
    expect(
      JSON.stringify(Object.values(gatesOf(cluster)).map((gate) => gate.queries(cluster, material).args)),
    ).not.toContain('revealed');
  });

  test('an IPv6 address in brackets', () => {
    const six = having('db1', { privateIp: '2001:db8::11' });
    expect(queriesOf('etcd-quorum', 'db1', six).etcd).toBe('GET https://[2001:db8::11]:2379/health');
  });
});

describe('the queries of a membership', () => {
  test('names every member as its own cluster does', () => {
    const nodes = (service: 'database' | 'broker' | 'manager', within = cluster) =>
      membershipQuery(within, service, material).members.map(({ host, node }) => `${host} ${node}`);
    const long = having('rabbit1', { hostname: 'rabbit1.example.com' });
    expect(nodes('database')[0]).toBe('db1 198.51.100.11');
    expect(nodes('broker', long)[0]).toBe('rabbit1 rabbit1');
    expect(nodes('broker', { ...long, brokerLongNames: true })[0]).toBe('rabbit1 rabbit1.example.com');
    expect(nodes('manager', having('manager1', { hostname: 'm1.example.com' }))[0]).toBe(
      'manager1 m1.example.com',
    );
  });

  test('asks brokers whether they are critical, and managers for all three registries', () => {
    const [broker] = membershipQuery(cluster, 'broker', material).members;
    expect(lines(broker?.probes)).toMatchObject({
      quorumCritical: `GET ${CHECKS}/node-is-quorum-critical as cloudify`,
      mirrorCritical: `GET ${CHECKS}/node-is-mirror-sync-critical as cloudify`,
    });
    const [manager] = membershipQuery(cluster, 'manager', material).members;
    expect(Object.keys(manager?.probes ?? {})).toEqual(['status', 'ok', 'managers', 'brokers', 'databases']);
    expect(at('manager1').privateIp).toBe('198.51.100.31');
  });
});
