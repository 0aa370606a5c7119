import { spawn } from 'node:child_process';

/** A part of the output of a command in a terminal, and when it was written. */
export interface Written {
  /** Milliseconds since the command started. */
  readonly at: number;
  readonly text: string;
}

const RUN = new URL('../../test/support/pty/run.py', import.meta.url).pathname;

/** Runs a command in a pseudo-terminal. Returns what it wrote. @throws Error unless the command exits with 0 */
export function capture(
  command: readonly string[],
  { columns, rows, cwd }: { readonly columns: number; readonly rows: number; readonly cwd: string },
): Promise<readonly Written[]> {
  const size = [rows, columns, '', rows, columns].map(String);
  const env = { ...process.env, CI: '', NO_COLOR: '', TERM: 'xterm-256color' };
  const child = spawn('python3', [RUN, ...size, ...command], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const startedAt = Date.now();
  const written: Written[] = [];
  child.stdout
    .setEncoding('utf8')
    .on('data', (text: string) => void written.push({ at: Date.now() - startedAt, text }));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(written) : reject(new Error(`${command.join(' ')} ended with exit code ${code}`)),
    );
  });
}
