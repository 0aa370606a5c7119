import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Forecast } from '../../src/model/plan/forecast.ts';
import { exec } from '../lab/containers.ts';
import { tenHosts } from '../lab/hosts.ts';
import { paths } from '../lab/paths.ts';
import { must } from '../lab/shell.ts';
import { eventsOf, finished, INVENTORY, quorate } from './support/quorate.ts';
import { leaksIn, secretForms } from './support/secrets.ts';

const MINUTE = 60_000;
const CONFIG = '/etc/cloudify/config.yaml';
const edited = join(paths.cluster, 'planned.yaml');
const seal = join(paths.cluster, 'planned.seal');

/** Path, time, mode, owner and size of all that plan must leave alone, of every host. */
async function everyFile(): Promise<readonly string[]> {
  const find = ['find', '/etc', '/var/lib/quorate', '/run/quorate', '-printf', '%p %T@ %C@ %m %u %s\\n'];
  const found = await Promise.all(
    tenHosts.map(async ({ name }) =>
      (await exec(name, find)).stdout.split('\n').map((line) => `${name} ${line}`),
    ),
  );
  return found.flat().sort();
}

interface Foreseen {
  readonly nothingToDo: boolean;
  readonly steps: Readonly<Record<string, Forecast>>;
}

async function foresee(inventory: string): Promise<Foreseen> {
  const { stdout } = await quorate('plan', inventory, '--output', 'json');
  return JSON.parse(stdout) as Foreseen;
}

/** Every step that deploy finishes, beside what plan said of it; `decided-at-run-time` may turn out either way. */
async function foretold(inventory: string): Promise<void> {
  const { steps } = await foresee(inventory);
  const events = eventsOf(await quorate('deploy', inventory, '--output', 'json'));
  expect(finished(events)).toMatchObject({ exitCode: 0 });
  const did = events.flatMap((event) => {
    if (event.kind !== 'step.finished') return [];
    return [
      [
        event.step,
        event.outcome === 'changed' ? 'change' : event.requires ? 'requires' : 'up-to-date',
      ] as const,
    ];
  });
  const said = did.map(([step, mark]) => {
    const foreseen = steps[step]?.mark;
    return [step, foreseen === 'decided-at-run-time' ? mark : foreseen] as const;
  });
  expect(did).toEqual(said);
  expect(did.map(([step]) => step).sort()).toEqual(Object.keys(steps).sort());
}

/** On the cluster that the tests before have left. */
describe('plan and drift on the finished cluster', () => {
  afterAll(() => {
    for (const file of [edited, seal]) rmSync(file, { force: true });
  });

  test(
    'find nothing to do, and leave every file of every host and its times alone',
    async () => {
      const before = await everyFile();
      expect(before.length).toBeGreaterThan(1000);
      const plan = await quorate('plan', INVENTORY, '--verbose');
      expect([plan.code, plan.stdout]).toEqual([0, expect.stringContaining('Nothing to do.')]);
      expect(await quorate('plan', INVENTORY, '--runbook')).toMatchObject({ code: 0 });
      const drift = await quorate('drift', INVENTORY);
      expect([drift.code, drift.stdout]).toEqual([0, expect.stringContaining('no deviation on 10 hosts')]);
      expect(await everyFile()).toEqual(before);
    },
    3 * MINUTE,
  );

  test(
    'after an edit of the inventory, what plan says is step by step what deploy then does; and back',
    async () => {
      const text = readFileSync(INVENTORY, 'utf8');
      const limit = 'brokers:\n  config: { rabbitmq: { fd_limit: 65536 } }\n';
      writeFileSync(edited, text.replace(/^brokers:\n/m, limit));
      await foretold(edited);
      await foretold(INVENTORY);
      expect((await foresee(INVENTORY)).nothingToDo).toBe(true);
    },
    6 * MINUTE,
  );

  test(
    'shows what somebody did on the hosts: line by line, but no secret, theirs or ours',
    async () => {
      await exec('rabbit2', ['sed', '-i', 's/^  password: .*/  password: "an-old-one"/', CONFIG]);
      await exec('lb1', ['sed', '-i', 's/retries 2/retries 7/', '/etc/haproxy/haproxy.cfg']);
      await exec('lb1', ['systemctl', 'stop', 'haproxy']);
      const { code, stdout } = await quorate('plan', INVENTORY);
      expect(code).toBe(10);
      expect(stdout).toContain('-    retries 7\n');
      expect(stdout).toContain('-  password: [secret]\n');
      expect(stdout).toContain('+  password: [secret] (changed)\n');
      expect(stdout).not.toContain('an-old-one');
      expect(leaksIn(stdout, await secretForms())).toEqual([]);
      const drift = await quorate('drift', INVENTORY);
      expect(drift.stdout).toMatch(/^rabbit2 +\/etc\/cloudify\/config.yaml differs/m);
      expect(drift.stdout).toMatch(/^lb1 +start HAProxy: systemctl is-active .* says that it is not so/m);
      await foretold(INVENTORY);
    },
    5 * MINUTE,
  );

  test(
    'a saved plan is 0600, without a secret, and refused once a host is another than it was',
    async () => {
      expect(await quorate('plan', INVENTORY, '--save', seal)).toMatchObject({ code: 0 });
      expect(statSync(seal).mode & 0o777).toBe(0o600);
      expect(leaksIn(readFileSync(seal, 'utf8'), await secretForms())).toEqual([]);
      expect(await quorate('deploy', INVENTORY, '--plan', seal)).toMatchObject({ code: 0 });
      await must(['docker', 'exec', 'db2', 'sed', '-i', '1i # by hand', CONFIG]);
      const refused = await quorate('deploy', INVENTORY, '--plan', seal, '--output', 'plain');
      expect(refused.code).toBe(7);
      expect(refused.stdout).toContain(`file ${CONFIG}`);
      expect((await exec('db2', ['head', '-1', CONFIG])).stdout).toContain('by hand');
      expect(await quorate('deploy', INVENTORY)).toMatchObject({ code: 0 });
    },
    5 * MINUTE,
  );
});
