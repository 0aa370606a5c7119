import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { CONVERT_FORMAT_1 } from '../../src/model/stored-formats.ts';
import { checkCluster } from '../lab/check.ts';
import { exec } from '../lab/containers.ts';
import { findHost, tenHosts } from '../lab/hosts.ts';
import { reset, up } from '../lab/lab.ts';
import { sleep, until } from '../lab/shell.ts';
import { buildFormat1Program, hasFormat1Commit } from './support/format-1-program.ts';
import { startProgram } from './support/live.ts';
import { changedSteps, eventsOf, quorate, run } from './support/quorate.ts';
import type { Ended } from './support/quorate.ts';
import { variant } from './support/variant.ts';

const MINUTE = 60_000;
const RABBIT4 = ['rabbit4', '--address', findHost('rabbit4').address];

jest.setTimeout(20 * MINUTE);

/** Arguments of the commands that must be refused. */
function commands(inventory: string): readonly (readonly [string, ...string[]])[] {
  return [
    ['deploy', inventory],
    ['plan', inventory],
    ['add-broker', inventory, ...RABBIT4],
    ['unlock', inventory, '--yes'],
  ];
}

function onAll(script: string): Promise<readonly string[]> {
  return Promise.all(tenHosts.map(async ({ name }) => (await exec(name, ['sh', '-c', script])).stdout));
}

/** Files that changed on the ten hosts since `markHosts`, with the host that has them. */
async function changedFiles(): Promise<readonly string[]> {
  const found = await onAll('find /etc /var/lib/quorate /run/quorate -newer /run/before; true');
  return found.flatMap((text, i) =>
    text
      .split('\n')
      .filter(Boolean)
      .map((path) => `${tenHosts[i]?.name ?? ''}: ${path}`),
  );
}

async function markHosts(): Promise<void> {
  await onAll('touch /run/before');
  await sleep(1100);
}

/** Runs the commands. Asserts that each exits with 7 and leaves the inventory unchanged. @returns what they printed */
async function refusedTexts(inventory: string): Promise<readonly string[]> {
  const before = readFileSync(inventory, 'utf8');
  const texts: string[] = [];
  for (const [command, ...args] of commands(inventory)) {
    const { code, stdout, stderr } = await quorate(command, ...args);
    expect([command, code]).toEqual([command, 7]);
    expect(readFileSync(inventory, 'utf8')).toBe(before);
    texts.push(`${stdout}${stderr}`.replace(/\n */g, ' '));
  }
  return texts;
}

async function convertHosts(): Promise<void> {
  await onAll(CONVERT_FORMAT_1.join('\n'));
}

function expectDone(ended: Ended): void {
  if (ended.code !== 0) console.error(ended.stdout.slice(-6000), ended.stderr.slice(-3000));
  expect(ended.code).toBe(0);
}

/** Managers behind a load balancer have had nginx's rate limit off since then. Everything else must be up to date. */
const SINCE_FORMAT_1: Readonly<Record<string, string>> = {
  'first-manager/manager1/install': 'requires',
  'other-managers/manager2/install': 'requires',
  'other-managers/manager3/install': 'requires',
  'stage/manager1/files': 'change',
  'stage/manager2/files': 'change',
  'stage/manager3/files': 'change',
};

/** The steps of `plan` that are not up to date, with their marks. */
async function openSteps(inventory: string): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await quorate('plan', inventory, '--output', 'json');
  const { steps } = JSON.parse(stdout) as { steps: Readonly<Record<string, { mark: string }>> };
  const open = Object.entries(steps).filter(([, { mark }]) => mark !== 'up-to-date');
  return Object.fromEntries(open.map(([id, { mark }]) => [id, mark]));
}

const clone = hasFormat1Commit() ? describe : describe.skip;

clone('hosts with data of format 1 (skipped without the history of the repository)', () => {
  let program = '';
  let inventory = '';

  beforeAll(() => {
    program = buildFormat1Program();
  }, 5 * MINUTE);

  /** Recreates the hosts, and copies the inventory, so that no run of format 1 is stored in the lab's directory. */
  async function begin(name: string): Promise<void> {
    await reset({ yes: true });
    await up({ hosts: [...tenHosts.map((host) => host.name), 'rabbit4'], yes: true });
    inventory = variant(name).inventory;
  }

  afterAll(async () => {
    await reset({ yes: true, hosts: ['rabbit4'] });
  }, 5 * MINUTE);

  test('a killed deploy of format 1 is refused; converted hosts let a deploy complete it', async () => {
    await begin('killed-format-1');
    const killed = startProgram(program, 'deploy', inventory);
    const step = 'databases/db2/install';
    if (!(await killed.waitFor((event) => event.kind === 'step.output' && event.step === step)))
      throw new Error(`${step} did not run: ${await killed.ended}`);
    killed.kill();
    await killed.ended;
    for (const text of await refusedTexts(inventory)) expect(text).toContain('locked by a run of format 1');

    await until('all jobs of the killed run have ended', 600, async () => {
      const units = await onAll('systemctl list-units --no-legend --plain --state=active "quorate-*"');
      return units.every((text) => text === '') ? true : undefined;
    });
    await markHosts();
    const texts = await refusedTexts(inventory);
    for (const text of texts) {
      expect(text).toContain('locked by a run of format 1');
      expect(text).toContain('deployed by a Quorate of format 1');
      expect(text).toContain('rm /run/quorate/');
    }
    expect(await changedFiles()).toEqual([]);

    await onAll('rm -f /run/quorate/*/lock');
    await convertHosts();
    // The first run may fail at the job that was interrupted, and the second one repairs it.
    const first = await quorate('deploy', inventory);
    if (first.code !== 0) expectDone(await quorate('deploy', inventory));
    expect((await checkCluster()).filter(({ ok }) => !ok)).toEqual([]);
  });

  test('a cluster of format 1 is refused; converted hosts are up to date', async () => {
    await begin('deployed-format-1');
    expectDone(await run(['node', program, 'deploy', inventory]));
    await markHosts();
    for (const text of await refusedTexts(inventory)) {
      expect(text).toContain('deployed by a Quorate of format 1, which this Quorate (format 2) cannot read');
      for (const { name } of tenHosts) expect(text).toContain(name);
      expect(text).toContain('find receipts -type f -exec sed');
    }
    expect(await changedFiles()).toEqual([]);

    const saved = `${inventory}.saved-plan`;
    expect((await run(['node', program, 'plan', inventory, '--save', saved])).code).toBe(0);
    const applied = await quorate('deploy', inventory, '--plan', saved);
    expect([applied.code, applied.stderr.replace(/\s+/g, ' ')]).toEqual([
      2,
      expect.stringContaining('saved in format 1'),
    ]);

    await convertHosts();
    expect(await openSteps(inventory)).toEqual(SINCE_FORMAT_1);
    const written = changedSteps(eventsOf(await quorate('deploy', inventory, '--output', 'json')));
    expect([...written].sort()).toEqual(
      Object.keys(SINCE_FORMAT_1).filter((id) => SINCE_FORMAT_1[id] === 'change'),
    );
    expect((await quorate('plan', inventory)).code).toBe(0);
    expect((await checkCluster()).filter(({ ok }) => !ok)).toEqual([]);
  });
});
