import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { everyHost, externalHosts, findHost, network, tenHosts } from '../../lab/hosts.ts';
import { paths } from '../../lab/paths.ts';

interface ComposeFile {
  readonly networks: { readonly lab: { readonly name: string } };
  readonly services: Readonly<Record<string, Service>>;
}
interface Service {
  readonly container_name: string;
  readonly hostname: string;
  readonly profiles?: readonly string[];
  readonly networks: { readonly lab: { readonly ipv4_address: string } };
}

const file = parse(readFileSync(paths.composeFile, 'utf8'), { merge: true }) as ComposeFile;

test('the compose file defines exactly the hosts of the table, with the same names and addresses', () => {
  const described = Object.entries(file.services).map(([name, service]) => ({
    name,
    container: service.container_name,
    host: service.hostname,
    address: service.networks.lab.ipv4_address,
    spare: service.profiles !== undefined,
  }));
  const expected = everyHost.map(({ name, address, spare }) => ({
    name,
    container: name,
    host: name,
    address,
    spare,
  }));
  expect(described).toHaveLength(expected.length);
  expect(described).toEqual(expect.arrayContaining(expected));
  expect(file.networks.lab.name).toBe(network);
});

test('the cluster has ten hosts, and all other hosts are spares', () => {
  expect(tenHosts.map((h) => h.name).join(' ')).toBe(
    'db1 db2 db3 rabbit1 rabbit2 rabbit3 manager1 manager2 manager3 lb1',
  );
  expect(externalHosts.every((h) => h.spare)).toBe(true);
  expect(() => findHost('db9')).toThrow('no such host in the lab: db9');
});
