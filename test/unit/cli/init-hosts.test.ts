import { expect, test } from '@jest/globals';
import { formatHosts, parseHosts } from '../../../src/cli/init/hosts.ts';
import { withPrivateIps } from '../../../src/cli/init/private-ips.ts';

const HOSTS = [
  { name: 'db1', address: '10.0.0.11' },
  { name: 'second', address: 'db2.example.com' },
  { name: 'db3', address: 'db3.example.com', private_ip: '10.0.0.13' },
];

test('hosts are typed as addresses, names and private addresses, and written the same way', () => {
  expect(parseHosts('databases', '10.0.0.11, second=db2.example.com db3.example.com/10.0.0.13')).toEqual(
    HOSTS,
  );
  expect(parseHosts('databases', formatHosts(HOSTS))).toEqual(HOSTS);
});

test('the private address of a name is what it resolves to, unless it was given', async () => {
  const hosts = { databases: HOSTS, brokers: [], managers: [], load_balancers: [] };
  const answers = {
    creator: 'quorate init',
    shared: false,
    name: 'test',
    version: '7.0.4',
    ssh: { user: 'root' },
    hosts,
  };
  const asked: string[] = [];
  const complete = await withPrivateIps(answers, async (name) => {
    asked.push(name);
    return '10.0.0.12';
  });
  expect(asked).toEqual(['db2.example.com']);
  expect(complete.hosts.databases.map((host) => host.private_ip)).toEqual([
    undefined,
    '10.0.0.12',
    '10.0.0.13',
  ]);
});
