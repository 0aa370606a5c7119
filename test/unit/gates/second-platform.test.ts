import { describe, expect, test } from '@jest/globals';
import { databaseProbes } from '../../../src/components/patroni/database-probes.ts';
import { brokerProbes } from '../../../src/components/rabbitmq/broker-probes.ts';
import type { GatePlatform } from '../../../src/gates/gate-platform.ts';
import type { Gate } from '../../../src/gates/gate.ts';
import { brokerCluster } from '../../../src/gates/shared/broker-cluster.ts';
import { etcdQuorum } from '../../../src/gates/shared/etcd-quorum.ts';
import { loadBalancer } from '../../../src/gates/shared/load-balancer.ts';
import { patroniLeader } from '../../../src/gates/shared/patroni-leader.ts';
import { hostsOf } from '../../../src/model/cluster.ts';
import { adviceText } from '../../support/advised.ts';
import { cluster, material } from '../platforms/cloudify/fixture.ts';
import { asAnswers, readCase, type Case } from './case.ts';

/** A platform with other commands, ports and limits, whose managers register no brokers. */
const platform: GatePlatform = {
  membershipQuery: (asked, service, given) => ({
    service,
    members: hostsOf(asked, service).map((host) => ({
      ...{ host: host.name, node: host.privateIp, standing: 'member' },
      probes: service === 'broker' ? brokerProbes(host, asked, given) : databaseProbes(host, given),
    })),
  }),
  installLog: '/var/log/dpkg.log',
  etcdUnit: 'etcd',
  listDatabases: 'patronictl list',
  standbyLagLimit: 2 ** 30,
  managerStatus: { port: 8443, path: '/health', code: 200 },
  statisticsPort: 9000,
  balancedNames: ({ hosts }) => hosts.map(({ name }) => name),
};

const judge = (gate: Gate, { args, answers }: Pick<Case, 'args' | 'answers'>) =>
  gate.judge(asAnswers(answers), args);

const urls = (gate: Gate, host: string) => {
  const { probes = {} } = gate.queries(cluster, material).queries.find((ask) => ask.host === host) ?? {};
  return Object.values(probes).map((probe) => (probe.kind === 'request' ? probe.request.url : probe.kind));
};

describe('on another platform', () => {
  test('etcd-quorum judges the same answers alike', () => {
    const gate = etcdQuorum(platform);
    expect(urls(gate, 'db2')).toEqual([
      'https://198.51.100.12:2379/health',
      'https://198.51.100.12:2379/v2/members',
    ]);
    const quorumLost = readCase('etcd-quorum/no-quorum.json');
    expect(judge(gate, quorumLost)).toEqual(quorumLost.verdict);
    expect(gate.log).toBe('/var/log/dpkg.log');
  });

  test('patroni-leader names its command and accepts its lag', () => {
    const gate = patroniLeader(platform);
    const { hint } = judge(gate, readCase('patroni-leader/no-leader.json'));
    expect(hint && adviceText(hint)).toMatch(/^on db\d: patronictl list/);
    expect(readCase('patroni-leader/replica-lags.json').verdict.state).toBe('waiting');
    expect(judge(gate, readCase('patroni-leader/replica-lags.json')).state).toBe('ready');
  });

  test('broker-cluster asks no manager that registers no brokers', () => {
    const gate = brokerCluster(platform);
    const { queries, args } = gate.queries(cluster, material);
    expect(queries.map(({ host }) => host)).toEqual(['rabbit1', 'rabbit2', 'rabbit3']);
    expect(args).toMatchObject({ managers: [] });
    const registered = readCase('broker-cluster/foreign-registered.json');
    expect(judge(gate, { ...registered, args: { ...registered.args, managers: [] } }).state).toBe('ready');
  });

  test('load-balancer requests its status and expects its code', () => {
    const gate = loadBalancer(platform);
    expect([...new Set(urls(gate, 'lb1'))]).toEqual([
      'https://198.51.100.41:8443/health',
      'http://127.0.0.1:9000/stats;csv',
    ]);
    const balanced = readCase('load-balancer/all-up-and-sticky.json');
    expect(judge(gate, balanced).state).toBe('failed');
    const text = JSON.stringify(balanced.answers).replaceAll('"status":401', '"status":200');
    const answers = JSON.parse(text) as Case['answers'];
    const { state, seen } = judge(gate, { ...balanced, answers });
    expect([state, seen[0]?.line]).toEqual([
      'ready',
      expect.stringMatching(/^200 through this load balancer, /),
    ]);
  });

  test('an external load balancer answers with its code on its port', () => {
    const gate = loadBalancer(platform);
    const sourcing = { ...cluster.sourcing, load_balancer: { kind: 'external', address: 'lb' } } as const;
    const { queries, args } = gate.queries({ ...cluster, sourcing }, material);
    expect(queries[0]?.probes.balancer).toMatchObject({ request: { url: 'https://lb:8443/health' } });
    const response = { kind: 'response', status: 200, headers: {}, body: '' } as const;
    const answers = Object.fromEntries(queries.map(({ host }) => [host, { balancer: response }]));
    expect(gate.judge(answers, args).seen[0]?.line).toBe('200 through lb:8443, TLS verified');
  });
});
