import { describe, expect, test } from '@jest/globals';
import { detailsChecks, type DetailsPlan, type Examined } from '../../../../src/gates/hosts/details/judge.ts';
import type { HostCheck, CheckResult } from '../../../../src/model/health/check.ts';
import type { HostDetails } from '../../../../src/model/host/details.ts';
import type { Facts } from '../../../../src/model/host/facts.ts';
import { adviceText } from '../../../support/advised.ts';

const PEERS = [
  { host: 'db1', hostname: 'db1', address: '198.51.100.11' },
  { host: 'db2', hostname: 'db2', address: '198.51.100.12' },
];
const PLAN: DetailsPlan = {
  ...{ host: 'db1', role: 'database', own: PEERS[0]!, certificateAddresses: ['198.51.100.11'] },
  validate: 'installer validate',
  ask: {
    ...{ address: '198.51.100.11', names: [], writable: ['/opt'], leftovers: [], packages: [] },
    syncIn: '/var/lib/etcd',
  },
};
const GOOD: HostDetails = {
  ...{
    resolved: {},
    mtu: 1500,
    paths: {},
    synchronized: true,
    timeServices: [{ unit: 'chronyd', active: true }],
  },
  ...{ firewalls: [], missingPackages: [], unreachableRepositories: [], leftovers: [], unwritable: [] },
  ...{ absent: [], syncMs: 2 },
};
const FACTS = { addresses: ['198.51.100.11', '203.0.113.5'] } as unknown as Facts;

interface Change extends Partial<Omit<Examined, 'plan' | 'details'>> {
  readonly plan?: Partial<DetailsPlan>;
  readonly details?: Partial<HostDetails>;
}

const examined = ({ plan, details, ...more }: Change = {}): Examined => ({
  plan: { ...PLAN, ...plan },
  details: { ...GOOD, ...details },
  ...{ facts: FACTS, untouched: true, through: undefined },
  ...more,
});
const results = (change?: Change) => detailsChecks([examined(change)], PEERS);
const of = (name: HostCheck, change?: Change): readonly CheckResult[] =>
  results(change).filter(({ check }) => check === name);

test('a good host passes every check', () => {
  expect(results().filter(({ state }) => state !== 'pass')).toEqual([]);
  expect(results().map(({ check }) => check)).toEqual(
    expect.arrayContaining(['etcd-disk', 'mtu', 'leftovers']),
  );
});

test.each<[HostCheck, CheckResult['state'], string, Change]>([
  ['time-service', 'warn', 'chronyd runs, but', { details: { synchronized: false } }],
  ['time-service', 'warn', 'no time service', { details: { synchronized: false, timeServices: [] } }],
  ['time-service', 'pass', 'synchronized', { details: { timeServices: [] } }],
  ['selinux', 'pass', 'enforcing', { details: { selinux: 'enforcing' } }],
  [
    ...(['selinux', 'warn', 'HAProxy may connect only'] as const),
    { plan: { role: 'load_balancer' }, details: { selinux: 'enforcing', haproxyMayConnect: false } },
  ],
  ['firewall', 'pass', 'firewalld', { details: { firewalls: ['firewalld'] } }],
  [
    ...(['forwarding', 'fail', 'sshd does not allow forwarding'] as const),
    { through: { kind: 'no-answer', cause: 'forwarding-denied', text: 'denied' } },
  ],
  [
    ...(['forwarding', 'warn', 'health probes run curl and openssl on the host'] as const),
    { through: { kind: 'no-answer', cause: 'refused', text: 'refused', onHost: true } },
  ],
  ['forwarding', 'pass', 'allowed', { through: { kind: 'no-answer', cause: 'refused', text: 'refused' } }],
  [
    ...(['writable', 'fail', '/opt is not writable: Read-only'] as const),
    { details: { unwritable: [{ path: '/opt', why: 'Read-only file system' }] } },
  ],
  ['etcd-disk', 'warn', '10.1 ms', { details: { syncMs: 10.1 } }],
  ['etcd-disk', 'pass', '10.0 ms', { details: { syncMs: 10 } }],
  ['etcd-disk', 'fail', '100.1 ms', { details: { syncMs: 100.1 } }],
  [
    ...(['package-lock', 'warn', '/var/lib/dpkg/lock is held by apt (12)'] as const),
    { details: { packageLock: { path: '/var/lib/dpkg/lock', pid: 12, by: 'apt' } } },
  ],
  [
    ...(['repositories', 'fail', 'no repository offers haproxy'] as const),
    { plan: { ask: { ...PLAN.ask, packages: ['haproxy'] } }, details: { missingPackages: ['haproxy'] } },
  ],
  [
    ...(['repositories', 'warn', 'cannot connect to the repository deb.example:80'] as const),
    {
      plan: { ask: { ...PLAN.ask, packages: ['haproxy'] } },
      details: { unreachableRepositories: ['deb.example:80'] },
    },
  ],
  ['leftovers', 'warn', '/var/lib/etcd', { details: { leftovers: ['/var/lib/etcd'] } }],
  ['certificate', 'fail', 'names 198.51.100.99', { plan: { certificateAddresses: ['198.51.100.99'] } }],
  ['own-name', 'warn', 'only to 127.0.1.1', { details: { resolved: { db1: ['127.0.1.1'] } } }],
  ['own-name', 'pass', '198.51.100.11', { details: { resolved: { db1: ['198.51.100.11'] } } }],
  [
    'peer-names',
    'warn',
    'resolves db2 (db2) to 192.0.2.1',
    { details: { resolved: { db2: ['192.0.2.1'] } } },
  ],
  [
    ...(['peer-names', 'warn', 'resolves 198.51.100.12 (db2) to other.example'] as const),
    { details: { resolved: { '198.51.100.12': ['other.example'] } } },
  ],
  [
    ...(['peer-names', 'pass', 'no wrong record'] as const),
    { details: { resolved: { '198.51.100.12': ['db2.example'] } } },
  ],
  [
    ...(['mtu', 'warn', 'packets of 1500 bytes to db2 (198.51.100.12) are lost'] as const),
    { details: { paths: { '198.51.100.12': 'smaller' } } },
  ],
  ['mtu', 'pass', '1500; paths with this MTU: 1', { details: { paths: { '198.51.100.12': 'whole' } } }],
  ['mtu', 'unknown', 'no interface', { details: { mtu: undefined } as unknown as HostDetails }],
  [
    ...(['product', 'fail', 'installer validate fails: no database'] as const),
    { validation: { kind: 'exited', code: 1, stdout: 'checking\nno database\n', stderr: '' } },
  ],
  [
    'product',
    'pass',
    'installer validate succeeds',
    { validation: { kind: 'exited', code: 0, stdout: '', stderr: '' } },
  ],
])('%s: %s: %s', (...row) => {
  const [check, state, seen, change] = row;
  const found = of(check, change);
  expect(found).toEqual([
    expect.objectContaining({ host: 'db1', state, seen: expect.stringContaining(seen) }),
  ]);
  if (state !== 'pass') expect(adviceText(found[0]?.next ?? '')).not.toBe('');
});

describe('checks that do not apply', () => {
  test.each<[HostCheck, Change]>([
    ['leftovers', { untouched: false, details: { leftovers: ['/var/lib/etcd'] } }],
    ['product', { validation: { kind: 'exited', code: 127, stdout: '', stderr: '' } }],
    ['repositories', { details: { unreachableRepositories: ['deb.example:80'] } }],
    ['certificate', { plan: { certificateAddresses: [] } }],
  ])('%s', (name, change) => {
    expect(of(name, change)).toEqual([]);
  });
});

test('reports the host whose MTU differs from most', () => {
  const hosts = [1500, 9000, 1500].map((mtu, index) =>
    examined({ plan: { host: `db${index + 1}` }, details: { mtu } }),
  );
  const found = detailsChecks(hosts, PEERS).filter(({ check }) => check === 'mtu');
  expect(found.map(({ host, state }) => [host, state])).toEqual([
    ['db1', 'pass'],
    ['db2', 'warn'],
    ['db3', 'pass'],
  ]);
});

test('offers --fix only for a stopped time service and a directory that does not exist', () => {
  const change: Change = {
    details: {
      ...{ synchronized: false, timeServices: [{ unit: 'chrony', active: false }], absent: ['/opt'] },
      ...{ selinux: 'enforcing', leftovers: ['/var/lib/etcd'], firewalls: ['firewalld'] },
    },
  };
  expect(results(change).flatMap(({ fix }) => fix ?? [])).toEqual([
    { kind: 'enable-time-service', unit: 'chrony' },
    { kind: 'create-directory', path: '/opt' },
  ]);
});
