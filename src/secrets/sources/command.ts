import { spawn } from 'node:child_process';
import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { MINUTE } from '../../model/duration.ts';
import { Secret } from '../../model/secret.ts';
import type { Environment } from '../../model/secret.ts';
import type { CommandSource } from '../../model/sources.ts';
import { withoutPassphrase } from '../files/passphrase.ts';

/** Long enough for a person to answer what a password store asks on the terminal. */
const PATIENCE = 5 * MINUTE;
const MOST_BYTES = 1024 * 1024;

/** A command as messages name it. */
export function describeCommand({ argv }: CommandSource): string {
  const whole = argv.join(' ');
  return whole.length > 60 ? `${whole.slice(0, 59)}…` : whole;
}

/**
 * What a command prints, without the newline at its end. No shell; its stdin is empty, what it says on stderr is
 * thrown away, since either stream may hold the secret.
 * @throws UsageError with the command and its exit code, never its output
 */
export async function commandOutput(source: CommandSource, env: Environment): Promise<Secret> {
  const ended = await run(source, env);
  if ('problem' in ended) throw new UsageError([{ where: describeCommand(source), ...ended.problem }]);
  return new Secret(ended.output.replace(/\r?\n$/, ''));
}

type Ended = { readonly output: string } | { readonly problem: Problem };

function run({ argv, directory }: CommandSource, env: Environment): Promise<Ended> {
  const [program = '', ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: directory,
      env: withoutPassphrase(env),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let late = false;
    const timer = setTimeout(() => (late = child.kill('SIGKILL')), PATIENCE);
    const end = (ended: Ended) => {
      clearTimeout(timer);
      resolve(ended);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MOST_BYTES) child.kill('SIGKILL');
    });
    child.on('error', (error: NodeJS.ErrnoException) => end({ problem: notStarted(error) }));
    child.on('close', (code, signal) => {
      if (size > MOST_BYTES) end({ problem: TOO_MUCH });
      else if (late) end({ problem: TOO_LATE });
      else if (code !== 0) end({ problem: failed(code, signal) });
      else if (size === 0) end({ problem: NOTHING });
      else end({ output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

const BY_HAND = 'run it by hand in the folder of the inventory';
const TOO_MUCH: Problem = { what: 'the command prints more than 1 MB', next: BY_HAND };
const TOO_LATE: Problem = { what: 'the command did not end within five minutes', next: BY_HAND };
const NOTHING: Problem = { what: 'the command prints nothing', next: BY_HAND };

function notStarted({ code }: NodeJS.ErrnoException): Problem {
  return code === 'ENOENT'
    ? { what: 'there is no such program', next: 'install it, or give its path' }
    : { what: `the command cannot be started (${code ?? 'unknown error'})`, next: 'check its path and mode' };
}

function failed(code: number | null, signal: string | null): Problem {
  const how = signal === null ? `exit code ${code}` : `it was ended by ${signal}`;
  return {
    what: `the command failed: ${how}`,
    why: 'its output is not shown: it may hold secrets',
    next: BY_HAND,
  };
}
