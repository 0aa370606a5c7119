import { randomBytes } from 'node:crypto';
import type { ClientChannel } from 'ssh2';
import type { Clock } from '../../../clock/clock.ts';
import { unlessLost } from '../connect/connection.ts';
import type { Connection } from '../connect/connection.ts';
import { collector, cutSections, encodeFrame } from './frame.ts';
import type { Section } from './frame.ts';

/** Answer of a script. */
export interface Reply {
  readonly code: number;
  readonly sections: readonly Section[];
  /** The whole stderr of the script, also the part outside of `sections`. */
  readonly stderr: string;
  /** Time on this machine when the script was sent. */
  readonly sentAt: number;
  /** Time on this machine when the first output arrived. */
  readonly begunAt: number;
}

/** The root shell on a host. Runs scripts one after another, in the order of the calls. */
export interface Worker {
  /**
   * @param payload bytes for the script's stdin, which carries all contents and secrets
   * @throws ConnectionLost
   */
  run(script: string, payload?: readonly Buffer[]): Promise<Reply>;
}

export function worker(
  connection: Connection,
  channel: ClientChannel,
  hooks: { clock: Clock; onFrame: () => void },
): Worker {
  let idle: Promise<unknown> = Promise.resolve();
  channel.on('close', () => connection.end('the shell ended'));
  return {
    run: (script, payload = []) => {
      const reply = idle.then(() => {
        hooks.onFrame();
        return exchange(connection, channel, { script, payload, clock: hooks.clock });
      });
      idle = reply.catch(() => undefined);
      return reply;
    },
  };
}

interface Sent {
  readonly script: string;
  readonly payload: readonly Buffer[];
  readonly clock: Clock;
}

function exchange(
  connection: Connection,
  channel: ClientChannel,
  { script, payload, clock }: Sent,
): Promise<Reply> {
  const nonce = randomBytes(16).toString('hex');
  const out = collector(nonce);
  const err = collector(nonce);
  const sentAt = clock.now();
  let begunAt: number | undefined;
  const settled = () => {
    channel.removeListener('data', onOut);
    channel.stderr.removeListener('data', onErr);
  };
  let finish = () => {};
  const onOut = (chunk: Buffer) => {
    begunAt ??= clock.now();
    out.push(chunk);
    if (out.ended() && err.ended()) finish();
  };
  const onErr = (chunk: Buffer) => {
    err.push(chunk);
    if (out.ended() && err.ended()) finish();
  };
  const answer = unlessLost<Reply>(connection, ({ done }) => {
    finish = () => {
      const sections = cutSections(nonce, out.bytes(), err.bytes());
      const code = Number(sections.at(-1)?.head.split(' ')[1]);
      const stderr = Buffer.concat(sections.map((section) => section.err)).toString('utf8');
      done({ code, sections: sections.slice(1, -1), stderr, sentAt, begunAt: begunAt ?? sentAt });
    };
    channel.on('data', onOut);
    channel.stderr.on('data', onErr);
    channel.write(encodeFrame(nonce, script, payload));
  });
  return answer.finally(settled);
}
