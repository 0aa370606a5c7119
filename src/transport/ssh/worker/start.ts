import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../clock/clock.ts';
import { ConnectError, ConnectionLost } from '../../../errors/errors.ts';
import type { Host } from '../../../model/cluster.ts';
import type { Channel, Connection } from '../connect/connection.ts';
import { startLine } from './loop.ts';
import { LONGEST_GREETING, notStarted } from './not-started.ts';
import type { Start } from './not-started.ts';

interface Starting {
  readonly host: Host;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

/**
 * Starts the worker's shell loop as root. Sends a password only in answer to sudo's own prompt, and only once.
 * @throws ConnectError if sudo refuses, or if the loop is not ready in time
 */
export async function startLoop(connection: Connection, starting: Starting): Promise<Channel> {
  const { host } = starting;
  const nonce = randomBytes(16).toString('hex');
  const settled = new AbortController();
  const limit = limitOf(starting, settled.signal);
  try {
    const opened = await Promise.race([openChannel(connection, startLine(nonce, host.ssh.become)), limit]);
    if ('kind' in opened) throw failure(opened, host);
    const start = await waitForReady(opened.channel, { host, nonce, limit });
    if (start.kind !== 'ready' || start.uid !== '0') throw failure(start, host);
    return opened.channel;
  } catch (error) {
    connection.end('not root');
    throw error;
  } finally {
    settled.abort();
  }
}

function failure(start: Start, host: Host): ConnectError {
  return new ConnectError([{ where: host.name, address: host.address, ...notStarted(start, host) }]);
}

/** Resolves when the time is over, or when the run is interrupted. */
function limitOf({ host, clock, signal }: Starting, settled: AbortSignal): Promise<Start> {
  const timedOut = clock.sleep(host.ssh.connectTimeoutMs, settled).then((): Start => ({ kind: 'timed-out' }));
  const interrupted = new Promise<Start>((resolve) => {
    const stop = () => resolve({ kind: 'interrupted' });
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true, signal: settled });
  });
  return Promise.race([timedOut, interrupted]);
}

type Opened = { readonly channel: Channel } | Start;

async function openChannel(connection: Connection, line: string): Promise<Opened> {
  try {
    const channel = await connection.exec(line);
    void channel.ended.then(() => connection.end('the shell ended'));
    return { channel };
  } catch (error) {
    const lost = connection.lost.aborted ? (connection.lost.reason as ConnectionLost) : error;
    if (lost instanceof ConnectionLost) return { kind: 'lost', why: lost.why };
    return { kind: 'refused', why: (error as Error).message };
  }
}

interface Awaited {
  readonly host: Host;
  readonly nonce: string;
  readonly limit: Promise<Start>;
}

function waitForReady(channel: Channel, { host, nonce, limit }: Awaited): Promise<Start> {
  return new Promise((resolve) => {
    const received = { out: '', err: '', prompts: 0 };
    const settle = (start: Start) => {
      channel.removeListener('data', onOut);
      channel.stderr.removeListener('data', onErr);
      resolve(start);
    };
    const take = (stream: 'out' | 'err', chunk: Buffer) => {
      received[stream] += chunk.toString('utf8');
      const tooLong = received.out.length + received.err.length > LONGEST_GREETING;
      if (tooLong) settle({ kind: 'too-long' });
      return !tooLong;
    };
    const onOut = (chunk: Buffer) => {
      if (!take('out', chunk)) return;
      const uid = new RegExp(`\n${nonce} ready (\\d+)\n`).exec(received.out)?.[1];
      if (uid !== undefined) settle({ kind: 'ready', uid });
    };
    const onErr = (chunk: Buffer) => {
      if (!take('err', chunk)) return;
      const prompts = received.err.split(`${nonce}:`).length - 1;
      if (prompts === received.prompts) return;
      received.prompts = prompts;
      const password = host.ssh.becomePassword?.reveal();
      if (prompts > 1) settle({ kind: 'wrong-password' });
      else if (password === undefined) settle({ kind: 'no-password' });
      else channel.write(`${password}\n`);
    };
    channel.on('data', onOut);
    channel.stderr.on('data', onErr);
    void channel.ended.then((code) => settle(endOf({ ...received, code }, nonce)));
    void limit.then(settle);
  });
}

interface Received {
  readonly out: string;
  readonly err: string;
  readonly prompts: number;
  readonly code: number | null;
}

/** An account without a shell, or a profile that exits, prints its sentence on stdout. */
function endOf({ out, err, prompts, code }: Received, nonce: string): Start {
  const output = `${out.trim()}\n${err.replaceAll(`${nonce}:`, '').trim()}`.trim();
  const wrong = prompts > 0 && output.includes('incorrect password');
  return wrong ? { kind: 'wrong-password' } : { kind: 'ended', code, output };
}
