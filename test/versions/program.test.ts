/** Runs on each version of Node that is supported, as a stage of `npm test` for each (test/all.ts). */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildProgram } from '../support/built-program.ts';
import { everyStep } from '../support/schedules/schedule.ts';
import { restart } from '../support/schedules/scenes.ts';
import { wrongIn } from '../support/schedules/wrong.ts';

describe(`on Node ${process.versions.node}`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'quorate-versions-'));
  let built = '';
  beforeAll(() => {
    built = buildProgram();
  });
  afterAll(() => [built, directory].forEach((path) => rmSync(path, { recursive: true })));

  function quorate(line: string) {
    const words = ['--trace-deprecation', join(built, 'quorate.js'), ...line.split(' ')];
    return spawnSync(process.execPath, words, { cwd: directory, encoding: 'utf8' });
  }

  test('the built program prints this version of Node', () => {
    const { status, stdout } = quorate('--version');
    expect([status, stdout]).toEqual([0, expect.stringContaining(`node: ${process.versions.node}\n`)]);
  });

  test('the built program creates, validates and rehearses a cluster, without a warning of Node', () => {
    const hosts = (from: number) => [1, 2, 3].map((i) => `10.20.0.${from + i}`).join();
    const roles = `--databases ${hosts(10)} --brokers ${hosts(20)} --managers ${hosts(30)}`;
    expect(quorate(`init demo ${roles} --load-balancers 10.20.0.41`)).toMatchObject({
      status: 0,
      stderr: '',
    });
    expect(quorate('validate demo')).toMatchObject({ status: 0, stderr: '' });
    const { status, stdout, stderr } = quorate('rehearse demo');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('phase load-balancers: done');
  });

  test('a restart, killed before, within and after each step and run again, ends like an undisturbed run', async () => {
    expect(await wrongIn(everyStep(restart))).toEqual([]);
  });
});
