import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { exec } from '../containers.ts';
import { paths } from '../paths.ts';

export interface Query {
  readonly url: string;
  readonly method?: 'GET' | 'PUT' | 'POST';
  readonly body?: string;
  /** `name:password`. */
  readonly user?: string;
  /** Local address of the client. */
  readonly from?: string;
}

export interface Answer {
  /** HTTP status, or 0 without an answer; `body` then contains the error. */
  readonly status: number;
  /** Name of the manager that responded; the lab's managers send it in a header. */
  readonly manager: string;
  readonly body: string;
}

export interface QueryBatch {
  readonly ca: string;
  readonly queries: readonly Query[];
  readonly parallel: number;
}

/**
 * Sends queries from inside a host of the lab. Passes them over stdin, so that no secret is in argv and no file is
 * left.
 */
export async function query(
  host: string,
  queries: readonly Query[],
  parallel = 8,
): Promise<readonly Answer[]> {
  const ca = readFileSync(join(paths.certificates, 'ca.crt'), 'utf8');
  const input = JSON.stringify({ ca, queries, parallel } satisfies QueryBatch);
  return JSON.parse(await runOnHost(host, 'client.ts', input)) as Answer[];
}

/** Runs a script of this directory with Node on a host. */
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

export const summaryOf = (answer: Pick<Answer, 'status' | 'body'> | undefined): string =>
  answer === undefined
    ? 'not queried'
    : answer.status === 0
      ? answer.body
      : `${answer.status} ${answer.body.slice(0, 120)}`.trim();
