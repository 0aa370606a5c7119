import { spawn } from 'node:child_process';
import { EXIT, QuorateError, UsageError } from '../../errors/errors.ts';
import { withoutPassphrase } from '../../secrets/files/passphrase.ts';
import type { Io } from './io.ts';

/**
 * Lets $VISUAL, $EDITOR or vi work on a file, with this terminal. Ctrl-C is the editor's; SIGTERM ends it.
 * @throws UsageError when it cannot be started or fails; QuorateError (143) when it was ended
 */
export async function runEditor(io: Io, path: string): Promise<void> {
  const chosen = io.env['VISUAL'] || io.env['EDITOR'];
  // vi without a terminal prints the file it was to edit.
  if (!chosen && !(io.stdin.isTTY && io.stdout.isTTY)) {
    throw new UsageError([
      {
        what: 'there is no terminal to edit in, and no EDITOR: nothing has changed',
        next: 'run it on a terminal',
      },
    ]);
  }
  const line = chosen || 'vi';
  // `code --wait` is a program and an argument; no shell reads it.
  const [program = 'vi', ...args] = line.trim().split(/\s+/);
  const child = spawn(program, [...args, path], { stdio: 'inherit', env: withoutPassphrase(io.env) });
  let terminated = false;
  const stop = io.onSignal((signal) => {
    if (signal !== 'SIGTERM') return;
    terminated = true;
    child.kill('SIGTERM');
  });
  try {
    const why = await new Promise<string | undefined>((resolve) => {
      child.on('error', ({ code }: NodeJS.ErrnoException) => resolve(`cannot be started (${code})`));
      child.on('close', (code) => resolve(code === 0 ? undefined : `ended with exit code ${code}`));
    });
    if (terminated) throw new QuorateError(EXIT.terminated, [{ what: 'interrupted: nothing has changed' }]);
    if (why !== undefined)
      throw new UsageError([
        {
          what: `the editor ${program} ${why}: nothing has changed`,
          next: 'export EDITOR, then run it again',
        },
      ]);
  } finally {
    stop();
  }
}
