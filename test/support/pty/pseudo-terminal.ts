import { spawn } from 'node:child_process';

interface Size {
  readonly columns: number;
  readonly rows: number;
}

interface InTerminal extends Size {
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** New size after the first output that contains this text. */
  readonly resize?: Size & { readonly after: string };
  /** Keys to type, each after the next output that contains its text. */
  readonly typing?: readonly (readonly [after: string, keys: string])[];
  /** Called with all output so far, whenever there is more. */
  readonly onText?: (text: string) => void;
}

const RUN = new URL('run.py', import.meta.url).pathname;

/** Returns what a command wrote to a pseudo-terminal, and its exit code. */
export function inTerminal({
  command,
  columns,
  rows,
  env = {},
  resize,
  typing = [],
  onText = () => undefined,
}: InTerminal): Promise<{
  readonly text: string;
  readonly code: number | null;
}> {
  const changed = resize ?? { after: '', columns, rows };
  const sizes = [rows, columns, changed.after, changed.rows, changed.columns].map(String);
  const child = spawn('python3', [RUN, ...sizes, JSON.stringify(typing), ...command], {
    env: { ...process.env, CI: '', NO_COLOR: '', TERM: 'xterm-256color', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    onText(Buffer.concat(chunks).toString('utf8'));
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const text = Buffer.concat(chunks).toString('utf8');
      resolve({ text: text.replaceAll('\r\n', '\n'), code });
    });
  });
}
