import type { Clock } from '../../../clock/clock.ts';
import { sharedLimit } from '../../../errors/shared-limit.ts';
import type { Host } from '../../../model/cluster.ts';
import { unlessLost } from '../connect/connection.ts';
import type { Channel, Connection } from '../connect/connection.ts';
import { noticeAfter } from '../scripts/limits.ts';
import type { Request } from '../scripts/script.ts';
import { encodeFrame } from './frame.ts';
import {
  damaged,
  LONGEST_RESPONSE,
  Malformed,
  MOST_RECEIVED,
  tooLate,
  tooLong,
  tooLongTogether,
} from './no-response.ts';
import { newResponse } from './response.ts';
import type { Reply, Response } from './response.ts';

/** The root shell on a host. Runs scripts one after another, in the order of the calls. */
export interface Worker {
  /** @throws ConnectionLost; NoResponse if the response is late, too long or damaged */
  run(request: Request): Promise<Reply>;
}

const received = sharedLimit<Response>(MOST_RECEIVED);

interface WorkerOptions {
  readonly host: Host;
  readonly clock: Clock;
  /** Called when a script is sent. */
  readonly onFrame: () => void;
  /** Called once if the response to a script takes long. */
  readonly onWaiting: (request: Request) => void;
}

/** Without a reason, Node makes an error with its stack for each script. */
const SETTLED = 'settled';

export function worker(connection: Connection, channel: Channel, options: WorkerOptions): Worker {
  let idle: Promise<unknown> = Promise.resolve();
  const send = async (request: Request) => {
    options.onFrame();
    const settled = new AbortController();
    const response = newResponse(options.clock);
    void watchTime({ request, response, settled: settled.signal }, connection, options);
    const reply = exchange(connection, channel, { request, response, host: options.host });
    return reply.finally(() => settled.abort(SETTLED));
  };
  return {
    run: (request) => {
      const reply = idle.then(() => send(request));
      idle = reply.catch(() => undefined);
      return reply;
    },
  };
}

interface Sent {
  readonly request: Request;
  readonly response: Response;
}

/** Reports a response that takes long, and abandons the connection when its time is over. */
async function watchTime(
  { request, response, settled }: Sent & { readonly settled: AbortSignal },
  connection: Connection,
  { host, clock, onWaiting }: WorkerOptions,
): Promise<void> {
  const notice = noticeAfter(request);
  await clock.sleep(notice, settled);
  if (settled.aborted) return;
  onWaiting(request);
  await clock.sleep(request.limitMs - notice, settled);
  if (!settled.aborted) connection.abandon(tooLate(host, request, response.lastMark()));
}

async function exchange(
  connection: Connection,
  channel: Channel,
  { request, response, host }: Sent & { readonly host: Host },
): Promise<Reply> {
  const handlers = { out: (_: Buffer) => {}, err: (_: Buffer) => {} };
  const reply = unlessLost<Reply>(connection, ({ done }) => {
    const take = (push: (chunk: Buffer) => void) => (chunk: Buffer) => {
      push(chunk);
      const source = `the response to ${request.what}`;
      if (response.bytes() > LONGEST_RESPONSE)
        return connection.abandon(tooLong(host, source, LONGEST_RESPONSE));
      if (response.ended()) return finish();
      received.hold(response, response.bytes(), () => connection.abandon(tooLongTogether(host, source)));
    };
    const finish = () => {
      try {
        done(response.reply());
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
        connection.abandon(damaged(host, request.what, error.message));
      }
    };
    handlers.out = take(response.out);
    handlers.err = take(response.err);
    channel.on('data', handlers.out);
    channel.stderr.on('data', handlers.err);
    channel.write(encodeFrame(response.nonce, request.text, request.payload));
  });
  return reply.finally(() => {
    received.release(response);
    channel.removeListener('data', handlers.out);
    channel.stderr.removeListener('data', handlers.err);
  });
}
