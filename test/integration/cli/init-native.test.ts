import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { main } from '../../../src/cli/main.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';

jest.setTimeout(180_000);

let folder = '';
let directory = '';

async function quorate(...argv: readonly string[]) {
  const fake = fakeEdges({ env: { USER: 'operator' }, clock: systemClock });
  const code = await main(argv, fake.edges);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

const text = (name: string) => readFileSync(join(directory, name), 'utf8');

describe('init --native', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quorate-init-'));
    directory = join(folder, 'production');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const MACHINES = '--machines=node1=10.0.0.11,10.0.0.12,node3.example.com/10.0.0.13';

  test('puts every role on each machine, and the rehearsal deploys it', async () => {
    const made = await quorate('init', directory, '--native', MACHINES);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toContain('9 hosts, PostgreSQL 15');
    expect(made.stdout).toContain('7 new secrets');
    expect(made.stdout).toContain(`Next: quorate trust ${directory}/inventory.yaml`);
    const written: unknown = parse(text('inventory.yaml'));
    expect(written).toMatchObject({
      native: { postgresql: { version: 15 } },
      databases: {
        hosts: [
          { name: 'db1', address: '10.0.0.11', hostname: 'node1' },
          { name: 'db2', address: '10.0.0.12' },
          { name: 'db3', address: 'node3.example.com', private_ip: '10.0.0.13' },
        ],
      },
      brokers: { hosts: [{ name: 'rabbit1', address: '10.0.0.11' }, {}, { address: 'node3.example.com' }] },
      load_balancers: { hosts: [{ name: 'lb1', address: '10.0.0.11' }, {}, {}] },
    });
    expect(written).not.toHaveProperty('managers');
    expect(
      text('inventory.yaml')
        .split('\n')
        .slice(1)
        .filter((line) => line.length > 80),
    ).toEqual([]);
    const validated = await quorate('validate', join(directory, 'inventory.yaml'));
    expect(validated).toMatchObject({ code: 0, stderr: '' });
    expect(validated.stdout).not.toContain('warning');
    const secrets = await quorate('secrets', 'generate', join(directory, 'inventory.yaml'));
    expect(secrets.stdout).toContain('no secret is missing');
    expect(await quorate('rehearse', join(directory, 'inventory.yaml'))).toMatchObject({ code: 0 });
  });

  test('writes separate hosts, and leaves out roles without hosts', async () => {
    const databases = '--databases=10.0.0.11,10.0.0.12,10.0.0.13';
    const balancer = '--load-balancers=10.0.0.41';
    const made = await quorate('init', directory, '--native', '--version=17', databases, balancer);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const written: unknown = parse(text('inventory.yaml'));
    expect(written).toMatchObject({ native: { postgresql: { version: 17 } } });
    expect(Object.keys(written as object)).not.toContain('brokers');
    const path = join(directory, 'inventory.yaml');
    expect(await quorate('validate', path)).toMatchObject({ code: 0, stderr: '' });
    expect(await quorate('rehearse', path)).toMatchObject({ code: 0 });
  });

  test.each([
    [['--native'], 'missing hosts\n  next: specify --machines 10.0.0.11,10.0.0.12,10.0.0.13'],
    [['--native', MACHINES, '--brokers=10.0.0.21'], '--machines already gives each machine every role'],
    [['--native', MACHINES, '--license=l'], '--license does not apply with --native'],
    [['--databases=10.0.0.11', '--machines=10.0.0.1'], '--machines requires --native'],
    [['--native', '--machines=10.0.0.11-13'], 'list each address: --machines 10.0.0.11,10.0.0.12,10.0.0.13'],
    [['--native', MACHINES, '--version=14'], 'does not support PostgreSQL 14'],
  ])('%j is refused, and creates nothing', async (flags, message) => {
    const { code, stderr } = await quorate('init', directory, ...flags);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
