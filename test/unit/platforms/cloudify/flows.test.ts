import { expect, test } from '@jest/globals';
import { flowsOf } from '../../../../src/platforms/cloudify/checks/flows.ts';
import { cluster } from './fixture.ts';

const between = (from: string, to: string, flows = flowsOf(cluster)) =>
  flows.filter((flow) => flow.from === from && flow.to === to).map(({ port }) => port);

test('lists the ports that each role needs of each other role', () => {
  expect(between('db1', 'db2')).toEqual([2379, 2380, 5432, 8008]);
  expect(between('rabbit1', 'rabbit2').slice(0, 3)).toEqual([4369, 25672, 35672]);
  expect(between('manager1', 'db1')).toEqual(expect.arrayContaining([5432, 8008]));
  expect(between('manager1', 'rabbit1')).toEqual(expect.arrayContaining([5671, 15671]));
  expect(between('manager1', 'manager2')).toEqual(expect.arrayContaining([443, 53333, 22000]));
  expect(between('lb1', 'manager1')).toEqual(expect.arrayContaining([443, 53333]));
});

test('load balancers need each other for the stick table', () => {
  const second = cluster.hosts
    .filter(({ name }) => name === 'lb1')
    .map((host) => ({ ...host, name: 'lb2', privateIp: '198.51.100.99' }));
  const both = { ...cluster, hosts: [...cluster.hosts, ...second] };
  expect(between('lb1', 'lb2', flowsOf(both))).toEqual([10000]);
});

test('needs no port of itself, and none from a database to a manager', () => {
  expect(flowsOf(cluster).filter(({ from, to }) => from === to)).toEqual([]);
  expect(between('db1', 'manager1')).toEqual([]);
});

test('needs monitoring only if it is installed', () => {
  const ports = (monitoring: boolean) => between('manager1', 'db1', flowsOf({ ...cluster, monitoring }));
  expect(ports(true)).toContain(8009);
  expect(ports(false)).not.toContain(8009);
});
