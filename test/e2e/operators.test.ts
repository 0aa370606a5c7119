import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exec } from '../lab/containers.ts';
import { tenHosts } from '../lab/hosts.ts';
import { paths } from '../lab/paths.ts';
import { ENVIRONMENT, sleep } from '../lab/shell.ts';
import { startRun } from './support/live.ts';
import { changedSteps, eventsOf, finished, INVENTORY, quorate } from './support/quorate.ts';
import { SOAK } from './support/seed.ts';
import type { Ended } from './support/quorate.ts';

const MINUTE = 60_000;
const CONFIG = '/etc/cloudify/config.yaml';
const directory = mkdtempSync(join(tmpdir(), 'quorate-other-workstation-'));
const otherInventory = join(directory, 'cluster', 'inventory.yaml');

/**
 * Runs Quorate as if on another workstation: with a copy of the inventory, another machine-id and another host name.
 */
function onOtherWorkstation(...args: readonly string[]): Promise<Ended> {
  const [command = '', ...flags] = args;
  const script = `mount --bind "$1" /etc/machine-id && hostname other-workstation && shift && exec "$@"`;
  const program = [process.execPath, 'dist/quorate.js', command, otherInventory, ...flags];
  const id = join(directory, 'machine-id');
  const argv = ['--mount', '--uts', 'sh', '-c', script, 'sh', id, ...program];
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', 'pipe', 'pipe'] as const;
    const child = spawn('unshare', argv, { cwd: paths.repository, env: ENVIRONMENT, stdio: [...stdio] });
    const output = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.err += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? -1, stdout: output.out, stderr: output.err }));
  });
}

/** Gives the next deploy something to do on each host. */
async function removeConfigs(): Promise<void> {
  await Promise.all(tenHosts.map(({ name }) => exec(name, ['rm', '-f', CONFIG])));
}

/** Starts a deploy and waits until it has acquired the locks. */
async function deployHoldingLocks() {
  const run = startRun('deploy', INVENTORY);
  if (!(await run.waitFor(({ kind }) => kind === 'lock.acquired')))
    throw new Error('the deploy acquired no lock');
  return run;
}

async function changedFiles(): Promise<readonly string[]> {
  const found = await Promise.all(
    tenHosts.map(({ name }) => exec(name, ['find', '/etc', '/var/lib/quorate', '-newer', '/run/before'])),
  );
  return found.flatMap(({ stdout }) => stdout.split('\n').filter(Boolean));
}

/** Lock age is measured by the host's clock. The short run backdates the lock files instead of waiting. */
async function twoMinutesSince(startedAt: number): Promise<void> {
  if (SOAK) return sleep(122_000 - (Date.now() - startedAt));
  const older = ['find', '/run/quorate', '-type', 'f', '-exec', 'touch', '-d', '3 minutes ago', '{}', '+'];
  await Promise.all(tenHosts.map(({ name }) => exec(name, older)));
}

/** Uses the deployed cluster. */
describe('two workstations and one cluster', () => {
  beforeAll(() => {
    cpSync(paths.cluster, join(directory, 'cluster'), {
      recursive: true,
      filter: (path) => !path.includes('.quorate'),
    });
    writeFileSync(join(directory, 'machine-id'), `${'0f'.repeat(16)}\n`);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test(
    'B exits 6 and prints the holder while A holds the lock, and takes over once A was suspended for two minutes; A then exits 6 without changes',
    async () => {
      await removeConfigs();
      const a = await deployHoldingLocks();
      a.signal('SIGSTOP');
      const startedAt = Date.now();

      const refused = await onOtherWorkstation('deploy', '--output', 'plain');
      expect(refused.code).toBe(6);
      expect(refused.stdout).toMatch(new RegExp(`locked by \\S+ on ${hostname()} for .*: deploy`));
      const shown = await onOtherWorkstation('unlock');
      expect([shown.code, shown.stdout]).toEqual([6, expect.stringContaining('run on another machine')]);

      await twoMinutesSince(startedAt);
      const b = await onOtherWorkstation('deploy', '--output', 'json');
      const events = eventsOf(b);
      expect(b.code).toBe(0);
      expect(events.some(({ kind }) => kind === 'lock.taken-over')).toBe(true);
      expect(changedSteps(events)).toContain('stage/db1/files');

      await Promise.all(tenHosts.map(({ name }) => exec(name, ['touch', '/run/before'])));
      await sleep(1100);
      a.signal('SIGCONT');
      expect(await a.ended).toBe(6);
      expect(finished(a.events).problems[0]?.what).toContain('this run no longer holds the lock');
      expect(await changedFiles()).toEqual([]);
      expect((await quorate('unlock', INVENTORY)).stdout).toContain('no lock on any queried host');
    },
    5 * MINUTE,
  );

  test(
    'the workstation of a killed run takes over its lock at once, and reports it',
    async () => {
      await removeConfigs();
      const killed = await deployHoldingLocks();
      killed.kill();
      await killed.ended;
      const next = await quorate('deploy', INVENTORY, '--output', 'json');
      expect(next.code).toBe(0);
      expect(eventsOf(next).some(({ kind }) => kind === 'lock.taken-over')).toBe(true);
    },
    2 * MINUTE,
  );

  test(
    'runs prints the same on both',
    async () => {
      const runsOnHosts = async (ended: Promise<Ended>) => {
        const { runs } = JSON.parse((await ended).stdout) as { runs: { hosts: readonly string[] }[] };
        const onHosts = runs.filter(({ hosts }) => hosts.length > 0);
        return onHosts.map((run) => ({ ...run, directory: undefined }));
      };
      const [here, there] = [
        await runsOnHosts(quorate('runs', INVENTORY, '--output', 'json')),
        await runsOnHosts(onOtherWorkstation('runs', '--output', 'json')),
      ];
      expect(there).toEqual(here);
      expect(here[0]).toMatchObject({ command: 'deploy', outcome: 'done', exitCode: 0, from: hostname() });
      expect(here.some((run) => 'from' in run && run.from === 'other-workstation')).toBe(true);
    },
    MINUTE,
  );
});
