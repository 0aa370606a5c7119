import { spawn } from 'node:child_process';
import type { ServerChannel } from 'ssh2';

/** Output of a script, with a placeholder where its nonce was. */
interface Recorded {
  readonly out: string;
  readonly err: string;
}

const NONCE = '{nonce}';
const FRAME = /^(\S+) (\d+) (\d+)\n/;
const recordings = new Map<string, Promise<Recorded>>();

/** True if a command starts the shell loop of Quorate's worker. */
export function startsLoop(command: string): boolean {
  return / quorate [0-9a-f]{32}$/.test(command);
}

/**
 * Answers as the shell loop of a worker does. Runs each script once, for the first host, and repeats its output for all
 * others, so that a thousand hosts fit on one machine.
 */
export function serveLoop(channel: ServerChannel, command: string): void {
  const start = command.slice(command.lastIndexOf(' ') + 1);
  let received = Buffer.alloc(0);
  channel.write(`\n${start} ready 0\n`);
  channel.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (let frame = nextFrame(received); frame; frame = nextFrame(received)) {
      received = received.subarray(frame.length);
      void answer(channel, command, frame);
    }
  });
  channel.on('end', () => {
    channel.exit(0);
    channel.end();
  });
}

interface Frame {
  readonly nonce: string;
  readonly text: string;
  readonly length: number;
}

function nextFrame(received: Buffer): Frame | undefined {
  const head = FRAME.exec(received.subarray(0, 256).toString('latin1'));
  if (!head) return undefined;
  const [line, nonce = '', payload, script] = head;
  const length = line.length + Number(payload) + Number(script);
  if (received.length < length) return undefined;
  return { nonce, text: received.subarray(0, length).toString('latin1'), length };
}

async function answer(channel: ServerChannel, command: string, { nonce, text }: Frame): Promise<void> {
  const key = text.replaceAll(nonce, NONCE);
  const recorded = recordings.get(key) ?? record(command, { nonce, text });
  recordings.set(key, recorded);
  const { out, err } = await recorded;
  channel.write(out.replaceAll(NONCE, nonce));
  channel.stderr.write(err.replaceAll(NONCE, nonce));
}

/** Runs the loop with one frame until it ends, in a network where no other host listens, as on a machine of its own. */
function record(command: string, { nonce, text }: Pick<Frame, 'nonce' | 'text'>): Promise<Recorded> {
  const child = spawn('unshare', ['--net', '/bin/sh', '-c', command]);
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString('latin1')));
  child.stderr.on('data', (chunk: Buffer) => (printed.err += chunk.toString('latin1')));
  child.stdin.end(Buffer.from(text, 'latin1'));
  return new Promise((resolve) => {
    child.on('close', () => {
      const { out, err } = printed;
      const begin = out.indexOf(`\n${nonce} begin`);
      resolve({ out: out.slice(begin).replaceAll(nonce, NONCE), err: err.replaceAll(nonce, NONCE) });
    });
  });
}
