import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { plannedSteps } from '../../../src/cli/arguments/explain/planned-steps.ts';
import { exampleCluster, EXAMPLES } from '../../../src/cli/arguments/explain/examples.ts';
import { main } from '../../../src/cli/main.ts';
import { COMMANDS, commandsIn } from './commands.ts';
import { fakeEdges } from './edges.ts';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'quorate-explain-'));
const inventory = join(folder, 'inventory.yaml');
beforeAll(() => {
  const example = readFileSync('inventories/three-each.yaml', 'utf8');
  writeFileSync(inventory, example.replaceAll('rabbit1', 'mq1'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function explain(...words: readonly string[]) {
  const fake = fakeEdges();
  const code = await main(['explain', ...words], fake.edges);
  return { code, stdout: fake.stdout(), stderr: fake.stderr(), text: fake.stdout().replace(/\s+/g, ' ') };
}

/** A step without its host. */
const kindOf = (id: string) => id.replace(/\/[^/]*\//, '/*/');

test('the plans of the examples are those of every command that changes a cluster', () => {
  const planned = EXAMPLES.flatMap((name) => [...plannedSteps(exampleCluster(name), COMMANDS, [])]);
  const expected = commandsIn(COMMANDS).filter(({ command }) => command.rehearsal);
  const names = ['deploy', ...expected.map(({ path }) => path.join(' '))];
  expect([...new Set(planned.map(({ command }) => command.split(' ')[0]))].sort()).toEqual(names.sort());
  const kinds = new Set(planned.map(({ step }) => kindOf(step.id)));
  expect(kinds.size).toBeGreaterThan(60);
});

test('a step of the deploy: what it does, where, its limit, its member and the gates after it', async () => {
  const { code, stdout, stderr, text } = await explain('first-broker/mq1/install', folder);
  expect([code, stderr]).toEqual([0, '']);
  for (const part of [
    'first-broker/mq1/install (step)',
    'Purpose: install the broker',
    'Host: mq1',
    'Command: quorate deploy',
    'job: cfy_manager install',
    'bootstraps the service (broker, mq1): only if the quorum proof is safe',
    'the job continues if the connection is lost',
  ])
    expect(text).toContain(part);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('a step of a later command, of the host that its id names', async () => {
  const { text } = await explain('remove/rabbit2/stop', inventory);
  expect(text).toContain('Command: quorate remove-broker rabbit2');
  expect(text).toContain('stops a member (broker, rabbit2): only if the quorum proof is safe');
  expect(text).toContain('Gates at the end of the phase: gate broker-members');
  const onAnother = await explain('database-nodes/manager1/remove-db2', inventory);
  expect(onAnother.text).toContain('Command: quorate remove-database db2');
});

test('without an inventory, a step of an example, on each platform that has it', async () => {
  const { code, text } = await explain('first-broker/anything/install');
  expect([code, text]).toEqual([0, expect.stringContaining('On cloudify, with hosts of an example:')]);
});

test('an unknown step, and a broken inventory, are reported', async () => {
  expect(await explain('no-phase/db1/install', inventory)).toMatchObject({ code: 2 });
  writeFileSync(join(folder, 'broken.yaml'), 'name: x\n');
  const broken = await explain('first-broker/mq1/install', join(folder, 'broken.yaml'));
  expect([broken.code, broken.stderr]).toEqual([2, expect.stringContaining('broken.yaml')]);
});
