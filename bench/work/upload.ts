import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProxiedJob } from '../hosts/proxied.ts';
import type { Programs } from './bundle.ts';
import { UPLOADED } from './job.ts';

const PART = 10_000_000;

/** A file that cannot be compressed, in a temporary directory of its own. */
export interface RandomFile {
  readonly path: string;
  readonly remove: () => void;
}

export function randomFile(bytes: number): RandomFile {
  const directory = mkdtempSync(join(tmpdir(), 'quorate-bench-'));
  const path = join(directory, 'file');
  for (let left = bytes; left > 0; left -= PART) appendFileSync(path, randomBytes(Math.min(PART, left)));
  return { path, remove: () => rmSync(directory, { recursive: true }) };
}

export function uploadWords(programs: Programs, { file }: ProxiedJob): readonly string[] {
  return [process.execPath, programs.at('work/quorate'), file];
}

/** One scp for each host, all at once, each with its own connection and the cipher that Quorate uses. */
export function scpWords({ job, config }: ProxiedJob): readonly string[] {
  const options = `-q -F ${config} -o ControlMaster=no -o ControlPath=none -c aes128-gcm@openssh.com`;
  const target = `${job.directory}/${UPLOADED}`;
  const lines = job.hosts.map(
    ({ name }) => `scp ${options} ${job.upload?.path} ${name}:${target} & all="$all $!"`,
  );
  return ['/bin/sh', '-c', [...lines, 'for one in $all; do wait "$one" || exit; done'].join('\n')];
}

/** Starts a program, and kills it when the condition is true. @throws Error if the program ends before that */
export async function killWhen(
  [program = '', ...args]: readonly string[],
  isTime: () => boolean,
): Promise<void> {
  const child = spawn(program, args, { stdio: 'ignore' });
  const closed = once(child, 'close');
  while (!isTime()) {
    if (child.exitCode !== null)
      throw new Error(`${args.join(' ')} ended early, exit code ${child.exitCode}`);
    await sleep(20);
  }
  child.kill('SIGKILL');
  await closed;
}
