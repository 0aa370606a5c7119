import { spawn } from 'node:child_process';
import { EXIT, QuorateError, UsageError } from '../../errors/errors.ts';
import { withoutPassphrase } from '../../secrets/files/passphrase.ts';
import type { Io } from './io.ts';
import { inOrder, manual, RUN_AGAIN } from '../../model/next-step.ts';

/**
 * Opens a file in $VISUAL, $EDITOR or vi on this terminal. The editor handles Ctrl-C itself; SIGTERM ends it.
 * @throws UsageError if the editor cannot be started or fails; QuorateError (143) after SIGTERM
 */
export async function runEditor(io: Io, path: string): Promise<void> {
  const chosen = io.env['VISUAL'] || io.env['EDITOR'];
  // Without a terminal, vi would print the secrets.
  if (!chosen && !(io.stdin.isTTY && io.stdout.isTTY)) {
    throw new UsageError([
      {
        what: 'no terminal to edit on, and EDITOR is not set; nothing was changed',
        next: 'run it on a terminal',
      },
    ]);
  }
  const line = chosen || 'vi';
  // No shell parses the command of the editor, such as `code --wait`.
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
      child.on('close', (code) => resolve(code === 0 ? undefined : `exited with code ${code}`));
    });
    if (terminated) throw new QuorateError(EXIT.terminated, [{ what: 'interrupted; nothing was changed' }]);
    if (why !== undefined)
      throw new UsageError([
        {
          what: `the editor ${program} ${why}; nothing was changed`,
          next: inOrder(manual('set EDITOR'), RUN_AGAIN),
        },
      ]);
  } finally {
    stop();
  }
}
