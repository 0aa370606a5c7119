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
const savedPlan = join(paths.cluster, 'saved-plan.json');

/** Path, times, mode, owner and size of each file that plan must not change, on all hosts. */
async function listFiles(): Promise<readonly string[]> {
  const find = ['find', '/etc', '/var/lib/quorate', '/run/quorate', '-printf', '%p %T@ %C@ %m %u %s\\n'];
  const found = await Promise.all(
    tenHosts.map(async ({ name }) =>
      (await exec(name, find)).stdout.split('\n').map((line) => `${name} ${line}`),
    ),
  );
  return found.flat().sort();
}

interface Predicted {
  readonly nothingToDo: boolean;
  readonly steps: Readonly<Record<string, Forecast>>;
}

async function predict(inventory: string): Promise<Predicted> {
  const { stdout } = await quorate('plan', inventory, '--output', 'json');
  return JSON.parse(stdout) as Predicted;
}

/**
 * Deploys and compares each finished step with the mark that plan predicted. `decided-at-run-time` allows any outcome.
 */
async function deployAsPredicted(inventory: string): Promise<void> {
  const { steps } = await predict(inventory);
  const events = eventsOf(await quorate('deploy', inventory, '--output', 'json'));
  expect(finished(events)).toMatchObject({ exitCode: 0 });
  const outcomes = events.flatMap((event) => {
    if (event.kind !== 'step.finished') return [];
    return [
      [
        event.step,
        event.outcome === 'changed' ? 'change' : event.requires ? 'requires' : 'up-to-date',
      ] as const,
    ];
  });
  const predicted = outcomes.map(([step, mark]) => {
    const predictedMark = steps[step]?.mark;
    return [step, predictedMark === 'decided-at-run-time' ? mark : predictedMark] as const;
  });
  expect(outcomes).toEqual(predicted);
  expect(outcomes.map(([step]) => step).sort()).toEqual(Object.keys(steps).sort());
}

/** Uses the cluster that the earlier stages left. */
describe('plan and drift on the deployed cluster', () => {
  afterAll(() => {
    for (const file of [edited, savedPlan]) rmSync(file, { force: true });
  });

  test(
    'find nothing to do and change no file or file time on any host',
    async () => {
      const before = await listFiles();
      expect(before.length).toBeGreaterThan(1000);
      const plan = await quorate('plan', INVENTORY, '--verbose');
      expect([plan.code, plan.stdout]).toEqual([0, expect.stringContaining('Nothing to do.')]);
      expect(await quorate('plan', INVENTORY, '--runbook')).toMatchObject({ code: 0 });
      const drift = await quorate('drift', INVENTORY);
      expect([drift.code, drift.stdout]).toEqual([0, expect.stringContaining('no drift on 10 hosts')]);
      expect(await listFiles()).toEqual(before);
    },
    3 * MINUTE,
  );

  test(
    'after an edit of the inventory, plan predicts each step of the deploy; also after the edit is reverted',
    async () => {
      const text = readFileSync(INVENTORY, 'utf8');
      const limit = 'brokers:\n  config: { rabbitmq: { fd_limit: 65536 } }\n';
      writeFileSync(edited, text.replace(/^brokers:\n/m, limit));
      await deployAsPredicted(edited);
      await deployAsPredicted(INVENTORY);
      expect((await predict(INVENTORY)).nothingToDo).toBe(true);
    },
    6 * MINUTE,
  );

  test(
    'shows changes made on the hosts line by line, without the old or the new secret',
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
      expect(drift.stdout).toMatch(/^lb1 +start HAProxy: not up to date: systemctl is-active /m);
      await deployAsPredicted(INVENTORY);
    },
    5 * MINUTE,
  );

  test(
    'a saved plan has mode 0600, contains no secret, and is refused once a host has changed',
    async () => {
      expect(await quorate('plan', INVENTORY, '--save', savedPlan)).toMatchObject({ code: 0 });
      expect(statSync(savedPlan).mode & 0o777).toBe(0o600);
      expect(leaksIn(readFileSync(savedPlan, 'utf8'), await secretForms())).toEqual([]);
      expect(await quorate('deploy', INVENTORY, '--plan', savedPlan)).toMatchObject({ code: 0 });
      await must(['docker', 'exec', 'db2', 'sed', '-i', '1i # by hand', CONFIG]);
      const refused = await quorate('deploy', INVENTORY, '--plan', savedPlan, '--output', 'plain');
      expect(refused.code).toBe(7);
      expect(refused.stdout).toContain(`file ${CONFIG}`);
      expect((await exec('db2', ['head', '-1', CONFIG])).stdout).toContain('by hand');
      expect(await quorate('deploy', INVENTORY)).toMatchObject({ code: 0 });
    },
    5 * MINUTE,
  );
});
