import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import { createScratchFile, removeStaleScratchFiles } from '../../../src/secrets/files/scratch.ts';

const mode = (path: string) => (lstatSync(path).mode & 0o777).toString(8);
const gone = async (path: string) => {
  while (existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 20));
};

test('stores the text in a file for its owner only, in memory if there is a tmpfs', async () => {
  const scratch = await createScratchFile('secrets.yaml', new Secret('etcd_token: hunter2\n'));
  const directory = dirname(scratch.path);
  expect(readFileSync(scratch.path, 'utf8')).toBe('etcd_token: hunter2\n');
  expect([mode(scratch.path), mode(directory)]).toEqual(['600', '700']);
  expect(statfsSync(directory).type === 0x01021994).toBe(scratch.inMemory);
  writeFileSync(join(directory, '.secrets.yaml.swp'), 'left by an editor');
  await scratch.remove();
  expect(existsSync(directory)).toBe(false);
});

/** A process that opens a scratch file, prints its path and waits, as it does while an editor runs. */
const HANGS = `
import { createScratchFile } from './src/secrets/files/scratch.ts';
import { Secret } from './src/model/secret.ts';
process.stdout.write((await createScratchFile('secrets.yaml', new Secret('hunter2'))).path);
setInterval(() => undefined, 1000);
`;

test.each(['SIGKILL', 'SIGTERM', 'SIGHUP'] as const)(
  'removes the scratch file of a process that %s has ended',
  async (signal) => {
    const child = spawn('node_modules/.bin/tsx', ['--input-type=module', '-e', HANGS], {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    const [path] = (await once(child.stdout, 'data')) as [Buffer];
    expect(existsSync(path.toString())).toBe(true);
    // Signals the process group, because tsx starts node as a child process.
    process.kill(-(child.pid ?? 0), signal);
    await gone(dirname(path.toString()));
  },
  30_000,
);

test('the next start removes directories of processes that no longer run, and nothing else', async () => {
  const { pid: dead } = spawnSync('true');
  const scratch = await createScratchFile('secrets.yaml', new Secret('mine'));
  const place = dirname(dirname(scratch.path));
  const prefix = `quorate-edit-${process.getuid?.()}-`;
  const names = [`${prefix}${dead}-abcdef`, `${prefix}${process.pid}-abcdef`, `other-${dead}-abcdef`];
  names.forEach((name) => mkdirSync(join(place, name)));
  try {
    await removeStaleScratchFiles();
    const left = readdirSync(place);
    expect(names.map((name) => left.includes(name))).toEqual([false, true, true]);
    expect(existsSync(scratch.path)).toBe(true);
  } finally {
    await scratch.remove();
    names.forEach((name) => spawnSync('rm', ['-rf', join(place, name)]));
  }
});
