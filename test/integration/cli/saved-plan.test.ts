import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { MARKER } from './operator-directory.ts';
import { deployed, lastEvent, withLimit } from './operator.ts';
import type { Operator } from './operator.ts';

const file = () => join(me.folder, 'saved-plan.json');
jest.setTimeout(60_000);

let me: Operator;
beforeAll(async () => {
  me = await deployed();
});
afterAll(() => me.leave());

describe('a saved plan', () => {
  test('is readable by its owner only, contains no secret, and is what deploy then does', async () => {
    me.edit(withLimit);
    const { code, stderr } = await me.quorate('plan', ['--save', file()]);
    expect([code, stderr]).toEqual([10, expect.stringContaining(`--plan ${file()}`)]);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readFileSync(file(), 'utf8')).not.toContain(MARKER);
    const deployed = await me.quorate('deploy', ['--plan', file(), '--output', 'json']);
    expect([deployed.code, lastEvent(deployed)]).toMatchObject([0, { counts: { changed: 3 } }]);
  });

  test('is refused if a host has changed; names host and file, and changes nothing', async () => {
    const before = me.hosts.world.applied.length;
    const { code, stdout } = await me.quorate('deploy', ['--plan', file()]);
    expect(code).toBe(7);
    expect(stdout.replace(/\n +/g, ' ')).toContain(
      'rabbit2: changed since the plan was saved: file /etc/cloudify/config.yaml',
    );
    expect(me.hosts.world.applied).toHaveLength(before);
  });

  test('is refused if the inventory has changed; names step and setting, and contacts no host', async () => {
    await me.quorate('plan', ['--save', file()]);
    me.edit((text) => withLimit(text).replace('65536', '65537'));
    const { code, stderr } = await me.quorate('deploy', ['--plan', file()]);
    expect(code).toBe(7);
    expect(stderr).toContain('the saved plan is stale');
    expect(stderr).toContain('first-broker/rabbit1/install: setting rabbitmq.fd_limit');
    me.edit(withLimit);
  });

  test('is applied with the playbook that it was saved with', async () => {
    await me.quorate('plan', ['--save', file(), '--playbook', 'deploy-overlapped']);
    expect((await me.quorate('deploy', ['--plan', file()])).code).toBe(0);
    expect((await me.quorate('deploy', ['--plan', file(), '--playbook', 'deploy'])).code).toBe(7);
  });

  test.each<[string, (saved: Record<string, unknown>) => string, string]>([
    ['was edited', (saved) => JSON.stringify({ ...saved, savedAt: 'yesterday' }), 'edited, or saved'],
    ['has format 1', (saved) => JSON.stringify({ ...saved, format: 1 }), 'saved in format 1'],
    ['has a newer format', (saved) => JSON.stringify({ ...saved, format: 3 }), 'saved in format 3'],
    ['is another JSON file', () => '{}', 'not a saved plan'],
    ['is not JSON', () => 'title: x', 'not a saved plan'],
  ])('is refused if it %s', async (_, change, what) => {
    await me.quorate('plan', ['--save', file()]);
    writeFileSync(file(), change(JSON.parse(readFileSync(file(), 'utf8')) as Record<string, unknown>));
    const { code, stderr } = await me.quorate('deploy', ['--plan', file()]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(what)]);
  });

  test('is a usage error if the file is missing, or with --until', async () => {
    expect((await me.quorate('deploy', ['--plan', join(me.folder, 'none')])).code).toBe(2);
    expect((await me.quorate('deploy', ['--plan', file(), '--until', 'stage'])).code).toBe(2);
  });
});
