import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { exec } from '../containers.ts';
import { paths } from '../paths.ts';

export interface Question {
  readonly url: string;
  readonly method?: 'GET' | 'PUT' | 'POST';
  readonly body?: string;
  /** `name:password`. */
  readonly user?: string;
  /** The client's own address. */
  readonly from?: string;
}

export interface Answer {
  /** 0: no answer, and `body` says why. */
  readonly status: number;
  /** The manager that answered, as the lab's managers say in a header. */
  readonly manager: string;
  readonly body: string;
}

export interface Questions {
  readonly ca: string;
  readonly questions: readonly Question[];
  readonly parallel: number;
}

/** Asks from inside a host of the lab. Everything goes over stdin: no secret in an argv, no file left behind. */
export async function ask(
  host: string,
  questions: readonly Question[],
  parallel = 8,
): Promise<readonly Answer[]> {
  const ca = readFileSync(join(paths.certificates, 'ca.crt'), 'utf8');
  const input = JSON.stringify({ ca, questions, parallel } satisfies Questions);
  return JSON.parse(await runOnHost(host, 'client.ts', input)) as Answer[];
}

/** Runs one of the scripts beside this file in a host's own Node. */
export async function runOnHost(host: string, script: string, input: string): Promise<string> {
  const source = readFileSync(join(import.meta.dirname, script), 'utf8');
  const { code: js } = await transform(source, { loader: 'ts', format: 'esm', target: 'node18' });
  const { code, stdout, stderr } = await exec(host, ['node', '--input-type=module', '-e', js], {
    input,
    timeoutMs: 300_000,
  });
  if (code !== 0) throw new Error(`${script} on ${host}: ${stderr.trim()}`);
  return stdout;
}

export const told = (answer: Answer | undefined): string =>
  answer === undefined
    ? 'not asked'
    : answer.status === 0
      ? answer.body
      : `${answer.status} ${answer.body.slice(0, 120)}`.trim();
