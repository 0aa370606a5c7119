import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { operator, type Operator } from './operator.ts';

jest.setTimeout(60_000);

const env = { LIMIT: '102400', LICENSE: 'license.yaml' };
/** Brokers in the included file, as a range, with a setting from the environment. */
const SHARED = `brokers:
  config: { rabbitmq: { fd_limit: { env: LIMIT } } }
  hosts:
    - { name: "rabbit[1-3]", address: "198.51.100.[21-23]" } # rack 7
`;

let ada: Operator;
beforeAll(async () => {
  ada = await operator({ rabbit4: { like: 'rabbit3', at: [24] } });
  writeFileSync(shared(), SHARED);
  ada.edit((text) =>
    text
      .replace(/brokers:\n(?: .*\n)+/, '')
      .replace('license: license.yaml', 'license: { env: LICENSE }')
      .concat('include: shared.yaml\n'),
  );
  expect((await ada.quorate('deploy', [], { env })).code).toBe(0);
});
afterAll(() => ada.leave());

const shared = () => join(ada.folder, 'shared.yaml');

test('a saved plan is stale if a value from the environment or from the included file has changed', async () => {
  const file = join(ada.folder, 'saved.json');
  const changed = { ...env, LIMIT: '204800' };
  expect((await ada.quorate('plan', ['--save', file], { env: changed })).code).toBe(10);
  const { code, stderr } = await ada.quorate('deploy', ['--plan', file], { env });
  expect([code, stderr]).toEqual([7, expect.stringContaining('the saved plan is stale')]);
  const text = readFileSync(shared(), 'utf8');
  writeFileSync(shared(), text.replace('{ env: LIMIT }', '"3"'));
  const edited = await ada.quorate('deploy', ['--plan', file], { env: changed });
  expect([edited.code, edited.stderr]).toEqual([7, expect.stringContaining('the saved plan is stale')]);
  writeFileSync(shared(), text);
});

test('a variable that is not set is a problem of its file', async () => {
  const { code, stderr } = await ada.quorate('validate', [], { env: { LIMIT: '1' } });
  expect([code, stderr]).toEqual([2, expect.stringContaining('export LICENSE before starting quorate')]);
});

test('add-broker and remove-broker edit the file that lists the brokers, and write out its range', async () => {
  const own = readFileSync(ada.inventory, 'utf8');
  const added = await ada.quorate('add-broker', ['rabbit4', '--address', '198.51.100.24'], { env });
  expect([added.code, added.stderr]).toEqual([0, expect.stringContaining(`${shared()}: added rabbit4\n`)]);
  const removed = await ada.quorate('remove-broker', ['rabbit2'], { env });
  expect([removed.code, removed.stderr]).toEqual([
    0,
    expect.stringContaining(
      `${shared()}: wrote out rabbit[1-3] as one entry for each host\n${shared()}: removed rabbit2\n`,
    ),
  ]);
  expect(readFileSync(shared(), 'utf8')).toMatch(/"rabbit1".*\n.*"rabbit3".*# rack 7\n.*"rabbit4"/);
  expect(readFileSync(ada.inventory, 'utf8')).toBe(own);
});
