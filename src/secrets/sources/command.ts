import { spawn } from 'node:child_process';
import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { growingBytes } from '../../errors/growing-bytes.ts';
import { MINUTE } from '../../model/duration.ts';
import { Secret } from '../../model/secret.ts';
import type { EnvironmentVariables } from '../../model/secret.ts';
import type { CommandSource } from '../../model/sources.ts';
import { withoutPassphrase } from '../files/passphrase.ts';

/** Long enough for the operator to answer a prompt of a password store. */
const TIME_LIMIT = 5 * MINUTE;
const MAXIMUM_BYTES = 1024 * 1024;

/** Returns a command for messages, cut to 60 characters. */
export function describeCommand({ argv }: CommandSource): string {
  const whole = argv.join(' ');
  return whole.length > 60 ? `${whole.slice(0, 59)}…` : whole;
}

/**
 * Runs a command without a shell and returns its stdout without the last newline. Its stdin is empty. Its stderr is
 * discarded, because it may contain the secret.
 * @throws UsageError with the command and its exit code, never its output
 */
export async function commandOutput(source: CommandSource, env: EnvironmentVariables): Promise<Secret> {
  const ended = await run(source, env);
  if ('problem' in ended) throw new UsageError([{ where: describeCommand(source), ...ended.problem }]);
  return new Secret(ended.output.replace(/\r?\n$/, ''));
}

type Ended = { readonly output: string } | { readonly problem: Problem };

function run({ argv, directory }: CommandSource, env: EnvironmentVariables): Promise<Ended> {
  const [program = '', ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: directory,
      env: withoutPassphrase(env),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const output = growingBytes();
    let late = false;
    const timer = setTimeout(() => (late = child.kill('SIGKILL')), TIME_LIMIT);
    const end = (ended: Ended) => {
      clearTimeout(timer);
      resolve(ended);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      if (output.length() <= MAXIMUM_BYTES) output.add(chunk);
      if (output.length() > MAXIMUM_BYTES) child.kill('SIGKILL');
    });
    child.on('error', (error: NodeJS.ErrnoException) => end({ problem: notStarted(error) }));
    child.on('close', (code, signal) => {
      if (output.length() > MAXIMUM_BYTES) end({ problem: TOO_MUCH });
      else if (late) end({ problem: TOO_LATE });
      else if (code !== 0) end({ problem: failed(code, signal) });
      else if (output.length() === 0) end({ problem: NOTHING });
      else end({ output: output.bytes().toString('utf8') });
    });
  });
}

const BY_HAND = "run it by hand in the inventory's directory";
const TOO_MUCH: Problem = { what: 'the command prints more than 1 MB', next: BY_HAND };
const TOO_LATE: Problem = { what: 'the command did not finish within five minutes', next: BY_HAND };
const NOTHING: Problem = { what: 'the command prints nothing', next: BY_HAND };

function notStarted({ code }: NodeJS.ErrnoException): Problem {
  return code === 'ENOENT'
    ? { what: 'no such program', next: 'install it, or use its path' }
    : { what: `the command cannot be started (${code ?? 'unknown error'})`, next: 'check its path and mode' };
}

function failed(code: number | null, signal: string | null): Problem {
  const how = signal === null ? `exit code ${code}` : `ended by ${signal}`;
  return {
    what: `the command failed: ${how}`,
    why: 'its output is not shown, because it may contain secrets',
    next: BY_HAND,
  };
}
