import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import { ed25519Pair } from '../../lab/ed25519.ts';
import { fakeEdges } from './edges.ts';

jest.setTimeout(180_000);

/** Examples from cfy_cluster_manager's own repository; the first lines of each name its origin. */
const EXAMPLES = new URL('cfy-cluster-manager/', import.meta.url);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-import-'));
  writeFileSync(join(folder, 'key.pem'), ed25519Pair('key').private, { mode: 0o600 });
  writeFileSync(join(folder, 'license.yaml'), 'license: {}');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Fills in what an operator fills in: key, license and addresses. */
function filled(name: string): string {
  let last = 10;
  return readFileSync(new URL(`${name}.yaml`, EXAMPLES), 'utf8')
    .replace(/^(ssh_key_path): ''/m, "$1: '~/key.pem'")
    .replace(/^(cloudify_license_path): ''/m, "$1: '~/license.yaml'")
    .replace(/^(ssh_user): ''/m, "$1: 'centos'")
    .replace(/(private_ip): '[^']*'/g, (_, key: string) => `${key}: '10.0.0.${(last += 1)}'`)
    .replace(/(public_ip): '[^']*'/g, "$1: ''")
    .replace(/^( {2}host): ''/m, "$1: 'db.example.com'")
    .replace(/^( {2}server_(?:db_name|username)): ''/gm, "$1: 'postgres'")
    .replace(/^( {2}\w+_password): ''/gm, "$1: 'example-word-1'");
}

async function quorate(...argv: readonly string[]) {
  const fake = fakeEdges({ env: { USER: 'operator', HOME: folder }, clock: systemClock });
  const code = await main(argv, fake.edges);
  return { code, stdout: fake.stdout().replace(/\n +/g, ' '), stderr: fake.stderr().replace(/\n +/g, ' ') };
}

function importing(name: string) {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, filled(name));
  return quorate('import', file, join(folder, name));
}

const IMPORTED = [
  { name: 'nine', hosts: 9, version: '5.1.1' },
  { name: 'template-nine', hosts: 9, version: '5.2.1' },
  { name: 'template-external-database', hosts: 6, version: '5.2.1' },
];
const REFUSED = [
  { name: 'three', next: 'describe nine machines: manager-1 to 3, postgresql-1 to 3 and rabbitmq-1 to 3' },
  { name: 'three-external-database', next: 'describe six machines: manager-1 to 3 and rabbitmq-1 to 3' },
];

test('every example is imported or refused', () => {
  const names = readdirSync(EXAMPLES).map((file) => file.replace('.yaml', ''));
  expect([...IMPORTED, ...REFUSED].map(({ name }) => name).sort()).toEqual(names.sort());
});

test.each(IMPORTED)('$name becomes a valid inventory of $hosts hosts', async ({ name, hosts, version }) => {
  const made = await importing(name);
  expect([made.code, made.stderr]).toEqual([0, '']);
  expect(readFileSync(join(folder, name, 'inventory.yaml'), 'utf8')).toContain(`version: ${version}\n`);
  // The package is a URL, and the hostnames are empty. All other values of the examples are carried over.
  expect(made.stdout).not.toMatch(/no counterpart|ldap|ssl_enabled/);
  expect(made.stdout).toContain('the package is a URL: download http');
  const checked = await quorate('validate', join(folder, name));
  expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining(`, ${hosts} hosts`)]);
});

test.each(REFUSED)('$name is refused, with the machines that Quorate needs', async ({ name, next }) => {
  const made = await importing(name);
  expect([made.code, made.stderr]).toEqual([2, expect.stringContaining(next)]);
  expect(made.stderr).toContain('node-1, node-2, node-3: each machine carries all services');
});
