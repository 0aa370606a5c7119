import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { MARKER } from './folder.ts';
import { deployed, lastEvent, withLimit } from './operator.ts';
import type { Operator } from './operator.ts';

const seal = () => join(me.folder, 'plan.seal');
jest.setTimeout(60_000);

let me: Operator;
beforeAll(async () => {
  me = await deployed();
});
afterAll(() => me.leave());

describe('a saved plan', () => {
  test('is for its owner only, holds no secret, and is what deploy then does', async () => {
    me.edit(withLimit);
    const { code, stderr } = await me.quorate('plan', ['--save', seal()]);
    expect([code, stderr]).toEqual([10, expect.stringContaining(`--plan ${seal()} does this or refuses`)]);
    expect(statSync(seal()).mode & 0o777).toBe(0o600);
    expect(readFileSync(seal(), 'utf8')).not.toContain(MARKER);
    const deployed = await me.quorate('deploy', ['--plan', seal(), '--output', 'json']);
    expect([deployed.code, lastEvent(deployed)]).toMatchObject([0, { counts: { changed: 3 } }]);
  });

  test('is refused once the hosts have changed, naming host and file, and nothing is done', async () => {
    const before = me.hosts.world.applied.length;
    const { code, stdout } = await me.quorate('deploy', ['--plan', seal()]);
    expect(code).toBe(7);
    expect(stdout.replace(/\n +/g, ' ')).toContain(
      'rabbit2: is not as it was when the plan was saved: file /etc/cloudify/config.yaml',
    );
    expect(me.hosts.world.applied).toHaveLength(before);
  });

  test('is refused once the inventory is another, naming step and setting; no host is asked', async () => {
    await me.quorate('plan', ['--save', seal()]);
    me.edit((text) => withLimit(text).replace('65536', '65537'));
    const { code, stderr } = await me.quorate('deploy', ['--plan', seal()]);
    expect(code).toBe(7);
    expect(stderr).toContain('the plan is no longer the one that was saved');
    expect(stderr).toContain('first-broker/rabbit1/install: setting rabbitmq.fd_limit');
    me.edit(withLimit);
  });

  test('of another playbook is applied with that one', async () => {
    await me.quorate('plan', ['--save', seal(), '--playbook', 'deploy-overlapped']);
    expect((await me.quorate('deploy', ['--plan', seal()])).code).toBe(0);
    expect((await me.quorate('deploy', ['--plan', seal(), '--playbook', 'deploy'])).code).toBe(7);
  });

  test.each<[string, (file: Record<string, unknown>) => string, string]>([
    ['was edited', (file) => JSON.stringify({ ...file, made: 'yesterday' }), 'it was edited'],
    ['a newer quorate has made', (file) => JSON.stringify({ ...file, format: 2 }), 'format 2'],
    ['is something else', () => '{}', 'it is no saved plan'],
    ['is no JSON', () => 'title: x', 'it is no saved plan'],
  ])('is refused when it %s', async (_, change, what) => {
    await me.quorate('plan', ['--save', seal()]);
    writeFileSync(seal(), change(JSON.parse(readFileSync(seal(), 'utf8')) as Record<string, unknown>));
    const { code, stderr } = await me.quorate('deploy', ['--plan', seal()]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(what)]);
  });

  test('that is not there, or to be stopped half-way, is a matter of usage', async () => {
    expect((await me.quorate('deploy', ['--plan', join(me.folder, 'none')])).code).toBe(2);
    expect((await me.quorate('deploy', ['--plan', seal(), '--until', 'stage'])).code).toBe(2);
  });
});
