import { EXIT, QuorateError } from '../errors/errors.ts';
import { Secret } from '../model/secret.ts';
import type { Unlock } from '../secrets/passphrase.ts';
import type { Io } from './io.ts';

export interface Prompt {
  /** Asks on the terminal without echo, one question at a time. Absent when nobody is there to answer. */
  readonly ask?: (what: string) => Promise<Secret>;
  /** Waits for Enter. Absent when nobody is there. */
  readonly pause?: (text: string) => Promise<void>;
  /** Resolves when no question is open: only then may a screen be drawn. */
  readonly idle: () => Promise<void>;
}

export function prompt(io: Io): Prompt {
  let last: Promise<unknown> = Promise.resolve();
  const next = (question: string): Promise<Secret> => {
    const answer = last.then(() => readSecret(io, question));
    last = answer.catch(() => undefined);
    return answer;
  };
  const ask = (what: string) => next(`Passphrase for ${what}: `);
  const pause = async (text: string) => void (await next(text));
  const idle = async () => void (await last);
  return io.stdin.isTTY && io.stderr.isTTY ? { ask, pause, idle } : { idle };
}

/** What opens encrypted files: the environment, and the person at the terminal if there is one. */
export function unlock(io: Io): Unlock {
  const { ask } = prompt(io);
  return { env: io.env, ...(ask && { ask }) };
}

/** @throws QuorateError (130) on Ctrl-C, which raw mode delivers as a character */
function readSecret({ stdin, stderr }: Io, question: string): Promise<Secret> {
  stderr.write(question);
  stdin.setRawMode?.(true);
  stdin.resume();
  return new Promise<Secret>((resolve, reject) => {
    let typed = '';
    const finish = () => {
      stdin.off('data', hear);
      stdin.setRawMode?.(false);
      stdin.pause();
      stderr.write('\n');
    };
    const hear = (chunk: Buffer | string) => {
      for (const key of chunk.toString()) {
        if (key === '\r' || key === '\n' || key === '\u0004') {
          finish();
          return resolve(new Secret(typed));
        }
        if (key === '\u0003') {
          finish();
          return reject(new QuorateError(EXIT.interrupted, [{ what: 'interrupted' }]));
        }
        typed = key === '\u007f' || key === '\b' ? [...typed].slice(0, -1).join('') : typed + key;
      }
    };
    stdin.on('data', hear);
  });
}
