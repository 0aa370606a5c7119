import { expect, test } from '@jest/globals';
import { listenerOf, peerChecks, type TestedFlow } from '../../../../src/gates/hosts/peers.ts';
import { adviceText } from '../../../support/advised.ts';

const FLOW = { from: 'db1', to: 'db2', address: '198.51.100.12', port: 2380, what: 'etcd peers' } as const;
const flow = (change: Partial<TestedFlow>): TestedFlow => ({
  ...FLOW,
  dialed: 'nonce',
  listener: 'temporary',
  ...change,
});
const judged = (...flows: readonly Partial<TestedFlow>[]) => peerChecks('db1', flows.map(flow));

test.each([
  ['nonce', 'temporary', 'pass', 'reached'],
  ['connected', 'service', 'pass', 'reached'],
  ['stalled', 'temporary', 'fail', 'large packets are lost'],
  ['connected', 'temporary', 'fail', 'another machine or a proxy'],
  ['connected', 'nothing', 'warn', 'a proxy may be in between'],
  ['refused', 'temporary', 'fail', 'a firewall rejects'],
  ['refused', 'service', 'fail', 'a firewall rejects'],
  ['refused', 'nothing', 'warn', 'the firewall was not tested'],
  ['timeout', 'temporary', 'fail', 'timed out: a firewall drops'],
  ['timeout', 'service', 'fail', 'timed out: a firewall drops'],
  ['timeout', 'nothing', 'fail', 'timed out: a firewall drops'],
  ['no-route', 'nothing', 'fail', 'no route'],
  ['failed', 'temporary', 'warn', 'not tested'],
  [undefined, 'temporary', 'warn', 'not tested'],
] as const)('%s from %s: %s', (...row) => {
  const [dialed, listener, state, text] = row;
  const [result] = judged({ dialed, listener });
  expect(result).toMatchObject({ host: 'db1', check: 'peers', state, seen: expect.stringContaining(text) });
  if (state !== 'pass') expect(adviceText(result?.next ?? '')).toContain('run the same command again');
});

test('joins the ports of one peer that failed alike, and keeps others apart', () => {
  const dropped = { dialed: 'timeout' } as const;
  const results = judged(
    { ...dropped, port: 2379, what: 'etcd clients' },
    dropped,
    { ...dropped, port: 8008, what: 'Patroni' },
    { dialed: 'refused', port: 5432, what: 'PostgreSQL' },
    { to: 'db3', address: '198.51.100.13' },
  );
  expect(results.map(({ seen }) => seen)).toEqual([
    expect.stringContaining(
      'db2 (198.51.100.12) ports 2379-2380, 8008 (etcd clients, etcd peers, Patroni): timed out',
    ),
    expect.stringContaining('db2 (198.51.100.12) port 5432 (PostgreSQL): refused although'),
  ]);
});

test.each([
  ['timeout', 'timeout'],
  ['refused', 'refused'],
  ['no-route', 'no-route'],
  ['stalled', undefined],
] as const)('%s has the cause %s', (dialed, cause) => {
  expect(judged({ dialed })[0]?.cause).toBe(cause);
});

test.each([
  [9000, '198.51.100.12', 'on db1: ping -M do -s 8972 198.51.100.12'],
  [1500, 'fd00::12', 'on db1: ping -M do -s 1452 fd00::12'],
  [undefined, '198.51.100.12', 'quorate check inventory.yaml'],
])('lost large packets are tested with the MTU %s of the host', (mtu, address, command) => {
  const [result] = peerChecks('db1', [flow({ dialed: 'stalled', address })], mtu);
  expect(adviceText(result?.next ?? '')).toContain(command);
});

test('a port that the cluster can run without is a warning at most, and unknown without a listener', () => {
  expect(judged({ optional: true, dialed: 'timeout' })[0]?.state).toBe('warn');
  expect(judged({ optional: true, dialed: 'refused', listener: 'nothing' })[0]?.state).toBe('unknown');
});

test('a host without peers has no result', () => {
  expect(peerChecks('db1', [])).toEqual([]);
});

test('a port in use counts as a service, and a failed listener as nothing', () => {
  expect(listenerOf(FLOW, { ports: { 2380: 'listening' } })).toBe('temporary');
  expect(listenerOf(FLOW, { ports: { 2380: 'in-use' } })).toBe('service');
  expect(listenerOf(FLOW, { used: [2380] })).toBe('service');
  expect(listenerOf(FLOW, { ports: { 2380: 'failed' } })).toBe('nothing');
  expect(listenerOf(FLOW, {})).toBe('nothing');
});
