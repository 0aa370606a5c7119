import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { MARKER } from './operator-directory.ts';
import { deployed, withLimit } from './operator.ts';
import type { Operator } from './operator.ts';

const savedPlan = () => join(me.folder, 'saved.plan');
jest.setTimeout(60_000);

let me: Operator;
beforeAll(async () => {
  me = await deployed();
});
afterAll(() => me.leave());

describe('a plan on the finished cluster', () => {
  const mtimes = () =>
    [...me.hosts.world.hosts].flatMap(([name, { files }]) =>
      [...files].map(([path, { mtime, sha256 }]) => `${name} ${path} ${mtime} ${sha256}`),
    );

  test('prints that there is nothing to do, and changes no file or timestamp', async () => {
    const before = mtimes();
    const { code, stdout } = await me.quorate('plan');
    expect([code, stdout]).toEqual([0, 'deploy demo: 9 hosts, 49 steps: 49 up to date\n\nNothing to do.\n']);
    expect(mtimes()).toEqual(before);
  });

  test('after an edit shows the diff, the required commands and the expected duration', async () => {
    me.edit(withLimit);
    const { code, stdout } = await me.quorate('plan');
    expect(code).toBe(10);
    expect(stdout).toContain('        +  fd_limit: 65536\n');
    expect(stdout).toContain('settings changed: rabbitmq.fd_limit; requires reconfigure');
    expect(stdout).toMatch(/time: about .*, estimated from 1 earlier run/);
    expect(stdout).toContain('3 hosts require another command (marked !).');
    const json = JSON.parse((await me.quorate('plan', ['--output', 'json'])).stdout) as Record<
      string,
      unknown
    >;
    expect(json).toMatchObject({
      nothingToDo: false,
      refusals: [],
      estimate: { unknown: [] },
      steps: {
        'stage/rabbit1/files': {
          mark: 'change',
          files: [{ path: '/etc/cloudify/config.yaml', change: 'changed' }],
        },
        'first-broker/rabbit1/install': { mark: 'requires' },
        'stage/db1/files': { mark: 'up-to-date', files: [] },
      },
    });
    me.edit((text) => text);
  });

  test('--runbook prints the command, the remaining steps and where it stops', async () => {
    me.edit(withLimit);
    const { code, stdout } = await me.quorate('plan', ['--runbook', '--playbook', 'deploy-overlapped']);
    expect([code, stdout.split('\n')[0]]).toEqual([
      10,
      `Runbook: quorate deploy ${me.inventory} --playbook deploy-overlapped`,
    ]);
    expect(stdout).toContain('write /etc/cloudify/config.yaml 0600 root:root (secrets inside)');
    expect(stdout).toContain('stops here if the gate does not pass (exit code 5)');
    me.edit((text) => text);
  });

  test('does not show a secret that only a host knows', async () => {
    const rabbit = me.hosts.world.host('rabbit1');
    const config = rabbit.files.get('/etc/cloudify/config.yaml');
    if (!config) throw new Error('rabbit1 has no configuration');
    const old = `# password was ${MARKER}one\n${config.content.replace(/password: .*/g, `password: ${MARKER}two`)}`;
    rabbit.files.set('/etc/cloudify/config.yaml', { ...config, content: old, sha256: 'other' });
    const { code, stdout } = await me.quorate('plan', ['--verbose']);
    expect([code, stdout]).toEqual([10, expect.stringContaining('password: [secret] (changed)')]);
    rabbit.files.set('/etc/cloudify/config.yaml', config);
  });

  test('refuses --offline with --save', async () => {
    expect((await me.quorate('plan', ['--offline', '--save', savedPlan()])).code).toBe(2);
    expect(existsSync(savedPlan())).toBe(false);
  });
});

test('accepts the name of a built-in playbook; lists them for an unknown name', async () => {
  const { code, stdout } = await me.quorate('plan', ['--offline', '--playbook', 'deploy-overlapped']);
  expect([code, stdout]).toEqual([0, expect.stringContaining('deploy-overlapped demo: 9 hosts')]);
  const { code: refused, stderr } = await me.quorate('plan', ['--offline', '--playbook', 'deploy-overlaped']);
  expect([refused, stderr]).toEqual([2, expect.stringContaining('did you mean "deploy-overlapped"?')]);
});

test('a bug of a command without --verbose prints its stack', async () => {
  const broken = new Proxy(me.clock, {
    get: () => {
      throw new TypeError('no clock');
    },
  });
  const fake = fakeEdges({ clock: broken });
  const code = await main(['certificates', 'check', me.inventory], fake.edges);
  expect([code, fake.stderr()]).toEqual([1, expect.stringContaining('report this bug with the lines below')]);
  expect(fake.stderr()).toContain('plan.test.ts');
});
