import { describe, expect, test } from '@jest/globals';
import type { UsageError } from '../../../src/errors/errors.ts';
import { addHost, changeAddress, removeHost } from '../../../src/inventory/edit/edit-files.ts';
import { loadInventory, readInventoryFiles, type InventoryFiles } from '../../../src/inventory/load.ts';
import { readFileSync } from 'node:fs';
import { threeEach } from './reading.ts';

const DATABASES = /    - \{ name: db1.*\n.*\n.*\n/;
const FLOW = '    - { name: "db[1-3]", address: "10.20.0.[11-13]" } # rack 7\n';
const BLOCK = '    - name: db[1-3]\n      address: 10.20.0.[11-13]\n';
const withRange = (range: string) => threeEach.replace(DATABASES, range);
const own = (text: string): InventoryFiles => ({ own: { path: 'i.yaml', text } });
const hostsIn = (files: InventoryFiles) => {
  const { inventory, problems } = readInventoryFiles(files, { env: {}, allowBelowMinimum: true });
  expect(problems).toEqual([]);
  return inventory?.cluster.hosts.map(({ name, address }) => `${name} ${address}`);
};

describe('an inventory with ranges', () => {
  test.each([FLOW, BLOCK])('has the same hosts as one without: %j', (range) => {
    expect(hostsIn(own(withRange(range)))).toEqual(hostsIn(own(threeEach)));
  });

  test('keeps leading zeros, and applies the range to each address', () => {
    const range = '    - { name: "db[09-11]", address: "10.20.0.[9-11]", private_ip: "10.9.0.[9-11]" }\n';
    const { inventory } = readInventoryFiles(own(withRange(range)), { env: {} });
    const [db09, , db11] = inventory?.cluster.hosts ?? [];
    expect([db09, db11]).toMatchObject([
      { name: 'db09', address: '10.20.0.9', privateIp: '10.9.0.9', hostname: 'db09' },
      { name: 'db11', address: '10.20.0.11', privateIp: '10.9.0.11', publicIp: '10.9.0.11' },
    ]);
  });
});

describe('an edit of a host in a range', () => {
  test('writes the range out, with quotes and comments, and changes one host', () => {
    const removed = removeHost(own(withRange(FLOW)), 'db2');
    expect([removed.writtenOut, removed.file.text]).toEqual([
      'db[1-3]',
      withRange(
        '    - { name: "db1", address: "10.20.0.11" }\n    - { name: "db3", address: "10.20.0.13" } # rack 7\n',
      ),
    ]);
    const changed = changeAddress(own(withRange(BLOCK)), { name: 'db2', address: '10.20.0.99' });
    expect(changed.file.text).toContain('    - name: db2\n      address: 10.20.0.99\n    - name: db3\n');
    expect(hostsIn(changed.files)).toEqual(hostsIn(own(threeEach.replace('10.20.0.12', '10.20.0.99'))));
  });

  test('in brackets writes the range out on the same line', () => {
    const text = threeEach.replace(
      /hosts:\n(    - \{ name: db.*\n)+/,
      'hosts: [{ name: "db[1-3]", address: "10.20.0.[11-13]" }]\n',
    );
    expect(removeHost(own(text), 'db1').file.text).toContain(
      'hosts: [{ name: "db2", address: "10.20.0.12" }, { name: "db3", address: "10.20.0.13" }]',
    );
  });

  test('leaves a range as it is if another host changes', () => {
    const added = addHost(own(withRange(FLOW)), { role: 'database', name: 'db4', address: '10.20.0.14' });
    expect(added.file.text).toBe(withRange(`${FLOW}    - { name: "db4", address: "10.20.0.14" }\n`));
    expect(added.writtenOut).toBeUndefined();
    const again = () =>
      addHost(own(withRange(FLOW)), { role: 'database', name: 'db3', address: '10.20.0.14' });
    expect(again).toThrow('there is already a host db3');
  });

  test('is refused with an instruction if the text cannot be edited, or a name comes from the environment', () => {
    const aliased = `${withRange('    - &x { name: "db[1-3]", address: "10.20.0.[11-13]" }\n')}\n`;
    expect(nextOf(() => removeHost(own(aliased.replace('&x {', '{ <<: {}, ')), 'db9'))).toContain(
      'use one of',
    );
    const named = withRange(FLOW).replace('name: rabbit1', 'name: { env: BROKER }');
    expect(nextOf(() => removeHost(own(named), 'rabbit9'))).toContain('by hand');
  });
});

describe('an included file', () => {
  const [, brokers = ''] = /(brokers:\n(?: .*\n)+)/.exec(threeEach) ?? [];
  const files: InventoryFiles = {
    own: { path: 'i.yaml', text: `include: shared.yaml\n${threeEach.replace(brokers, '')}` },
    included: { path: 'shared.yaml', text: `# Shared.\n${brokers}` },
  };

  test('gives the inventory what it does not have itself', () => {
    expect(hostsIn(files)).toEqual(hostsIn(own(threeEach)));
  });

  test('is edited if it lists the host, or the hosts of the role', () => {
    const removed = removeHost(files, 'rabbit3');
    expect([removed.file.path, removed.files.own]).toEqual(['shared.yaml', files.own]);
    const added = addHost(files, { role: 'broker', name: 'rabbit4', address: '10.20.0.24' });
    expect(added.file).toEqual({
      path: 'shared.yaml',
      text: `# Shared.\n${brokers}    - { name: rabbit4, address: 10.20.0.24 }\n`,
    });
    expect(removeHost(files, 'db3').file.path).toBe('i.yaml');
    expect(hostsIn(added.files)).toContain('rabbit4 10.20.0.24');
  });

  test('of the examples is read next to the inventory', async () => {
    const path = 'inventories/shared-defaults/west.yaml';
    const { cluster, tlsDirectory } = await loadInventory(path, { HOME: '/root', CERTIFICATES: 'certs' });
    expect([cluster.name, cluster.version.text, cluster.hosts.at(-1)]).toEqual([
      'west',
      '7.0.4',
      expect.objectContaining({ name: 'manager3', address: '10.30.0.33' }),
    ]);
    expect(tlsDirectory).toMatch(/shared-defaults\/certs$/);
  });

  test('that cannot be read is reported at its key', async () => {
    const path = 'inventories/shared-defaults/west.yaml';
    const text = readFileSync(path, 'utf8')
      .replace('shared.yaml\n', 'shared.yaml\n')
      .replace('include: shared', 'include: missing');
    const { problems } = readInventoryFiles(
      {
        own: { path, text },
        included: { path: 'missing.yaml', problem: { what: 'missing.yaml: file not found' } },
      },
      { env: { CERTIFICATES: 'certs' } },
    );
    expect(problems[0]).toMatchObject({ where: `${path}:4:10`, what: 'missing.yaml: file not found' });
  });
});

function nextOf(edit: () => unknown): string {
  try {
    edit();
  } catch (error) {
    return JSON.stringify((error as UsageError).problems[0]?.next);
  }
  throw new Error('not refused');
}
