// Words of bash: cspell:ignore TIMEFORMAT

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';

/** Time of one run of a program on this machine, in milliseconds. */
export interface Usage {
  readonly wall: number;
  /** Processor time of the program and of its child processes, user and system. */
  readonly processor: number;
  /** The most memory that the program had, in KB, if it prints that (`memory KB`). */
  readonly memory?: number;
}

export interface Program {
  readonly words: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes of a successful run; 0 by default. */
  readonly codes?: readonly number[];
}

/** Runs its arguments, and prints the seconds of user and system time to file descriptor 3. */
const SHELL = 'TIMEFORMAT="%3U %3S"; exec 4>&2; { time "$@" 2>&4; } 2>&3';

/**
 * Runs a program to its end.
 * @throws Error with its output if its exit code is not one of the expected ones
 */
export async function measure({ words, cwd, env = {}, codes = [0] }: Program): Promise<Usage> {
  const startedAt = performance.now();
  const child = spawn('/bin/bash', ['-c', SHELL, 'bash', ...words], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    ...(cwd !== undefined && { cwd }),
  });
  const output: string[] = [];
  const times: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  child.stdio[3]?.on('data', (chunk: Buffer) => times.push(chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const wall = performance.now() - startedAt;
  if (!codes.includes(code ?? -1))
    throw new Error(`${words.join(' ')} ended with exit code ${code}:\n${output.join('').slice(-4_000)}`);
  const [, memory] = /^memory (\d+)$/m.exec(output.join('')) ?? [];
  return { wall, processor: processorTime(times.join('')), ...(memory && { memory: Number(memory) }) };
}

/** Reads `0.123 0.045`: seconds of user and system time. */
export function processorTime(times: string): number {
  const [user = NaN, system = NaN] = times.trim().split(' ').map(Number);
  if (Number.isNaN(user + system)) throw new Error(`bash printed no times: ${times}`);
  return (user + system) * 1_000;
}
