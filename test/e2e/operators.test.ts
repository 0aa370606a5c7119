import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exec } from '../lab/containers.ts';
import { tenHosts } from '../lab/hosts.ts';
import { paths } from '../lab/paths.ts';
import { sleep } from '../lab/shell.ts';
import { begin } from './support/live.ts';
import { changedSteps, eventsOf, finished, INVENTORY, quorate } from './support/quorate.ts';
import { SOAK } from './support/seed.ts';
import type { Ended } from './support/quorate.ts';

const MINUTE = 60_000;
const CONFIG = '/etc/cloudify/config.yaml';
const folder = mkdtempSync(join(tmpdir(), 'quorate-other-laptop-'));
const theirs = join(folder, 'cluster', 'inventory.yaml');

/** Another laptop: its own copy of the inventory, another machine-id and host name. */
function elsewhere(...words: readonly string[]): Promise<Ended> {
  const [command = '', ...flags] = words;
  const script = `mount --bind "$1" /etc/machine-id && hostname other-laptop && shift && exec "$@"`;
  const program = [process.execPath, 'dist/quorate.js', command, theirs, ...flags];
  const id = join(folder, 'machine-id');
  const argv = ['--mount', '--uts', 'sh', '-c', script, 'sh', id, ...program];
  return new Promise((resolve, reject) => {
    const child = spawn('unshare', argv, { cwd: paths.repository, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? -1, stdout: said.out, stderr: said.err }));
  });
}

/** Something to do on every host. */
async function takeConfigsAway(): Promise<void> {
  await Promise.all(tenHosts.map(({ name }) => exec(name, ['rm', '-f', CONFIG])));
}

/** Our own deploy as soon as it holds the locks. */
async function holding() {
  const run = begin('deploy', INVENTORY);
  if (!(await run.seen(({ kind }) => kind === 'lock.acquired'))) throw new Error('it never took the locks');
  return run;
}

async function written(): Promise<readonly string[]> {
  const found = await Promise.all(
    tenHosts.map(({ name }) => exec(name, ['find', '/etc', '/var/lib/quorate', '-newer', '/run/before'])),
  );
  return found.flatMap(({ stdout }) => stdout.split('\n').filter(Boolean));
}

/** The hosts' own clocks say for how long a lock was silent; for the sample the locks are made older than they are. */
async function twoMinutesSince(began: number): Promise<void> {
  if (SOAK) return sleep(122_000 - (Date.now() - began));
  const older = ['find', '/run/quorate', '-type', 'f', '-exec', 'touch', '-d', '3 minutes ago', '{}', '+'];
  await Promise.all(tenHosts.map(({ name }) => exec(name, older)));
}

/** On the finished cluster. */
describe('two laptops and one cluster', () => {
  beforeAll(() => {
    cpSync(paths.cluster, join(folder, 'cluster'), {
      recursive: true,
      filter: (path) => !path.includes('.quorate'),
    });
    writeFileSync(join(folder, 'machine-id'), `${'0f'.repeat(16)}\n`);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test(
    'A holds the lock: B exits 6 and hears who and since when; A frozen for two minutes: B takes over; A, continued, changes nothing and exits 6',
    async () => {
      await takeConfigsAway();
      const a = await holding();
      a.signal('SIGSTOP');
      const began = Date.now();

      const refused = await elsewhere('deploy', '--output', 'plain');
      expect(refused.code).toBe(6);
      expect(refused.stdout).toMatch(new RegExp(`on ${hostname()} holds the lock since .*: deploy`));
      const shown = await elsewhere('unlock');
      expect([shown.code, shown.stdout]).toEqual([6, expect.stringContaining('from another machine')]);

      await twoMinutesSince(began);
      const b = await elsewhere('deploy', '--output', 'json');
      const events = eventsOf(b);
      expect(b.code).toBe(0);
      expect(events.some(({ kind }) => kind === 'lock.taken-over')).toBe(true);
      expect(changedSteps(events)).toContain('stage/db1/files');

      await Promise.all(tenHosts.map(({ name }) => exec(name, ['touch', '/run/before'])));
      await sleep(1100);
      a.signal('SIGCONT');
      expect(await a.ended).toBe(6);
      expect(finished(a.events).problems[0]?.what).toContain('another run has taken the lock');
      expect(await written()).toEqual([]);
      expect((await quorate('unlock', INVENTORY)).stdout).toContain('no lock on any host');
    },
    5 * MINUTE,
  );

  test(
    'the lock of a killed run is taken over at once where it ran, which is said',
    async () => {
      await takeConfigsAway();
      const killed = await holding();
      killed.kill();
      await killed.ended;
      const next = await quorate('deploy', INVENTORY, '--output', 'json');
      expect(next.code).toBe(0);
      expect(eventsOf(next).some(({ kind }) => kind === 'lock.taken-over')).toBe(true);
    },
    2 * MINUTE,
  );

  test(
    'runs tells the same on both',
    async () => {
      const told = async (ended: Promise<Ended>) => {
        const { runs } = JSON.parse((await ended).stdout) as { runs: { hosts: readonly string[] }[] };
        const onHosts = runs.filter(({ hosts }) => hosts.length > 0);
        return onHosts.map((run) => ({ ...run, folder: undefined }));
      };
      const [here, there] = [
        await told(quorate('runs', INVENTORY, '--output', 'json')),
        await told(elsewhere('runs', '--output', 'json')),
      ];
      expect(there).toEqual(here);
      expect(here[0]).toMatchObject({ command: 'deploy', outcome: 'done', exitCode: 0, from: hostname() });
      expect(here.some((run) => 'from' in run && run.from === 'other-laptop')).toBe(true);
    },
    MINUTE,
  );
});
