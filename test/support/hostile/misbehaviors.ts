import { randomBytes } from 'node:crypto';
import type { Writable } from 'node:stream';
import type { ServerChannel } from 'ssh2';
import type { Misbehavior } from './endpoint.ts';

/** Writes as fast as the client reads, until the stream is closed. */
export function flood(stream: Writable, bytes: Buffer = Buffer.alloc(64 * 1024, 'y')): void {
  let over = false;
  stream.on('close', () => (over = true)).on('error', () => (over = true));
  const write = () => {
    for (let count = 0; !over && stream.writable; count += 1) {
      // The other connections of the endpoint get their turn.
      if (count === 1000) return void setImmediate(write);
      if (!stream.write(bytes)) return void stream.once('drain', write);
    }
  };
  write();
}

/** Prints marks to both streams, as the worker does. */
export function mark(channel: ServerChannel, nonce: string, ...heads: readonly string[]): void {
  for (const head of heads) {
    channel.write(`\n${nonce} ${head}\n`);
    channel.stderr.write(`\n${nonce} ${head}\n`);
  }
}

/** Never end their response; the deadline ends the wait. */
export const ENDLESS: Readonly<Record<string, Misbehavior>> = {
  'sends nothing': () => undefined,
  'starts and sends nothing more': (channel, { nonce }) => mark(channel, nonce, 'begin', 'disk /var'),
  'sends one byte now and then': (channel, { nonce }) => {
    mark(channel, nonce, 'begin');
    const timer = setInterval(() => channel.write('.'), 50);
    channel.on('close', () => clearInterval(timer));
  },
  'sends garbage': (channel) => void channel.write(randomBytes(100_000)),
  'answers with another nonce': (channel) => mark(channel, randomBytes(16).toString('hex'), 'begin', 'end 0'),
  'ends stdout and not stderr': (channel, { nonce }) =>
    void channel.write(`\n${nonce} begin\n\n${nonce} end 0\n`),
  'sends an end without its newline': (channel, { nonce }) => {
    mark(channel, nonce, 'begin');
    channel.write(`\n${nonce} end 0`);
    channel.stderr.write(`\n${nonce} end 0`);
  },
};

/** Send more than any response. */
export const FLOODS: Readonly<Record<string, Misbehavior>> = {
  'floods stdout': (channel, { nonce }) => {
    mark(channel, nonce, 'begin');
    flood(channel);
  },
  'floods stderr': (channel) => flood(channel.stderr),
  'floods both with its own marks': (channel, { nonce }) => {
    const marks = Buffer.from(`\n${nonce} begin\n`.repeat(1000));
    flood(channel, marks);
    flood(channel.stderr, marks);
  },
};

/** End with a response that no script prints. */
export const FORGERIES: Readonly<Record<string, Misbehavior>> = {
  'ends with no exit code': (channel, { nonce }) => mark(channel, nonce, 'begin', 'end done'),
  'ends with a huge exit code': (channel, { nonce }) => mark(channel, nonce, 'begin', 'end 0000'),
  'ends without a beginning': (channel, { nonce }) => mark(channel, nonce, 'end 0'),
  'prints marks to stdout only': (channel, { nonce }) => {
    channel.write(`\n${nonce} begin\n\n${nonce} forged\n\n${nonce} end 0\n`);
    channel.stderr.write(`\n${nonce} begin\n\n${nonce} end 0\n`);
  },
};

/** Responses that end before all of the work is reported. */
export const PARTS: Readonly<Record<string, Misbehavior>> = {
  'ends without a section': (channel, { nonce }) => mark(channel, nonce, 'begin', 'end 0'),
  'ends after the first sections': (channel, { nonce }) => {
    mark(channel, nonce, 'begin', 'clock');
    channel.write('1700000000000');
    mark(channel, nonce, 'machine-id', 'end 137');
  },
  'ends with sections of another request': (channel, { nonce }) =>
    mark(channel, nonce, 'begin', 'job running', 'exit x', 'done x', 'end 0'),
};

/** Close something in the middle. */
export const CLOSERS: Readonly<Record<string, Misbehavior>> = {
  'ends the shell': (channel) => {
    channel.exit(1);
    channel.end();
  },
  'ends the shell within the response': (channel, { nonce }) => {
    mark(channel, nonce, 'begin', 'clock');
    channel.exit(1);
    channel.end();
  },
  'closes the connection': (...[, , connection]) => connection.end(),
};
