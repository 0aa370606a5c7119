import { describe, expect, test } from '@jest/globals';
import { clustersOf, keptMembers, type Change, type Clusters } from '../../../src/model/change.ts';
import type { Host } from '../../../src/model/cluster.ts';
import { at, cluster } from '../platforms/cloudify/fixture.ts';

/** The host at another address. */
const moved = (name: string, end: number): Host => {
  const address = `198.51.100.${end}`;
  return { ...at(name), address, privateIp: address };
};

const shown = ({ before, after, joining, leaving }: Clusters) => {
  const list = (hosts: readonly Host[]) => hosts.map(({ name, privateIp }) => `${name} ${privateIp}`);
  const [was, will] = [list(before.hosts), list(after.hosts)];
  return {
    onlyBefore: was.filter((host) => !will.includes(host)),
    onlyAfter: will.filter((host) => !was.includes(host)),
    joining: list(joining),
    leaving: leaving.map(({ host, state }) => `${state} ${host.name} ${host.privateIp}`),
  };
};

const NO_CHANGE = { onlyBefore: [], onlyAfter: [], joining: [], leaving: [] };
const OWN = { rabbit2: `rabbit2 ${at('rabbit2').privateIp}`, db2: `db2 ${at('db2').privateIp}` };
const down = { down: [] };

interface Case {
  readonly what: string;
  readonly change: Change;
  readonly clusters: ReturnType<typeof shown>;
}

const replaceBy = (replacement: Host, ...former: readonly [Host, ...Host[]]): Change => ({
  ...down,
  kind: 'replace',
  members: [{ replacement, former }],
});

const CASES: readonly Case[] = [
  { what: 'deploy', change: { kind: 'deploy' }, clusters: NO_CHANGE },
  {
    what: 'add',
    change: { ...down, kind: 'add', member: at('rabbit2') },
    clusters: { ...NO_CHANGE, onlyAfter: [OWN.rabbit2], joining: [OWN.rabbit2] },
  },
  {
    what: 'remove',
    change: { ...down, kind: 'remove', member: at('rabbit2'), state: 'running' },
    clusters: { ...NO_CHANGE, onlyBefore: [OWN.rabbit2], leaving: [`running ${OWN.rabbit2}`] },
  },
  {
    what: 'remove --lost',
    change: { ...down, kind: 'remove', member: at('rabbit2'), state: 'lost' },
    clusters: { ...NO_CHANGE, onlyBefore: [OWN.rabbit2], leaving: [`lost ${OWN.rabbit2}`] },
  },
  {
    what: 'replace at the same address',
    change: replaceBy(at('rabbit2'), at('rabbit2')),
    clusters: { ...NO_CHANGE, joining: [OWN.rabbit2], leaving: [`lost ${OWN.rabbit2}`] },
  },
  {
    what: 'replace at another address',
    change: replaceBy(moved('rabbit2', 98), at('rabbit2')),
    clusters: {
      onlyBefore: [OWN.rabbit2],
      onlyAfter: ['rabbit2 198.51.100.98'],
      joining: ['rabbit2 198.51.100.98'],
      leaving: [`lost ${OWN.rabbit2}`],
    },
  },
  {
    what: 'replace of a database, which its cluster identifies by address',
    change: replaceBy(moved('db2', 98), at('db2')),
    clusters: {
      onlyBefore: [OWN.db2],
      onlyAfter: ['db2 198.51.100.98'],
      joining: ['db2 198.51.100.98'],
      leaving: [`lost db2 at ${at('db2').privateIp} ${at('db2').privateIp}`],
    },
  },
  {
    what: 'replace of a replacement that may have joined',
    change: replaceBy(moved('db2', 98), at('db2'), moved('db2', 97)),
    clusters: {
      onlyBefore: [OWN.db2, 'db2 198.51.100.97'],
      onlyAfter: ['db2 198.51.100.98'],
      joining: ['db2 198.51.100.98'],
      leaving: [
        `lost db2 at ${at('db2').privateIp} ${at('db2').privateIp}`,
        'lost db2 at 198.51.100.97 198.51.100.97',
      ],
    },
  },
  {
    what: 'restart',
    change: { ...down, kind: 'restart', members: 'all', request: 'r' },
    clusters: NO_CHANGE,
  },
  {
    what: 'switchover',
    change: { ...down, kind: 'switchover', to: 'sync-standby', onlyFrom: 'any-leader' },
    clusters: NO_CHANGE,
  },
  { what: 'reinit', change: { ...down, kind: 'reinit', standby: at('db2') }, clusters: NO_CHANGE },
];

describe('the members before and after a change', () => {
  test.each(CASES)('$what', ({ change, clusters }) => {
    expect(shown(clustersOf(change, cluster))).toEqual(clusters);
  });

  test.each(CASES)('$what: the hosts that stay are in both', ({ change }) => {
    const { before, after, joining, leaving } = clustersOf(change, cluster);
    const kept = keptMembers({ after, joining });
    const removed = before.hosts.filter(({ privateIp }) =>
      leaving.some(({ host }) => host.privateIp === privateIp),
    );
    expect([...kept, ...joining].sort(byName)).toEqual([...after.hosts].sort(byName));
    expect([...kept, ...removed].sort(byName)).toEqual([...before.hosts].sort(byName));
  });

  test.each([at('db2'), moved('db2', 98)])(
    'are the same whether the inventory lists the former host or its replacement',
    (listed) => {
      const change = replaceBy(moved('db2', 98), at('db2'));
      const hosts = cluster.hosts.map((host) => (host.name === 'db2' ? listed : host));
      expect(clustersOf(change, { ...cluster, hosts })).toEqual(clustersOf(change, cluster));
    },
  );
});

function byName(one: Host, other: Host): number {
  return one.name < other.name ? -1 : 1;
}
