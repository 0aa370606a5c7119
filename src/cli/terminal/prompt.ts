import { EXIT, QuorateError } from '../../errors/errors.ts';
import { Secret } from '../../model/secret.ts';
import type { PassphraseInput } from '../../secrets/files/passphrase.ts';
import type { Io } from './io.ts';

export interface Prompt {
  /** Asks on the terminal without echo, one question at a time. Absent when nobody is there to answer. */
  readonly ask?: (what: string) => Promise<Secret>;
  /** Waits for Enter. Absent when nobody is there. */
  readonly pause?: (text: string) => Promise<void>;
  /** Asks for yes or no; Enter is yes, or what `enter` says. Absent when nobody is there. */
  readonly confirm?: (question: string, enter?: boolean) => Promise<boolean>;
  /** Resolves when no question is open: only then may a screen be drawn. */
  readonly idle: () => Promise<void>;
}

export function prompt(io: Io): Prompt {
  let last: Promise<unknown> = Promise.resolve();
  const next = <T>(question: string, keys: () => Typing<T>): Promise<T> => {
    const answer = last.then(() => readKeys(io, question, keys()));
    last = answer.catch(() => undefined);
    return answer;
  };
  const ask = (what: string) => next(`Passphrase for ${what}: `, secret);
  const pause = async (text: string) => void (await next(text, secret));
  const confirm = (question: string, enter = true) =>
    next(`${question} ${enter ? '[Y/n]' : '[y/N]'} `, () => yesOrNo(enter));
  const idle = async () => void (await last);
  return io.stdin.isTTY && io.stderr.isTTY ? { ask, pause, confirm, idle } : { idle };
}

/** What opens encrypted files: the environment, and the person at the terminal if there is one. */
export function unlock(io: Io): PassphraseInput {
  const { ask } = prompt(io);
  return { env: io.env, ...(ask && { ask }) };
}

/** Takes one key after another until they make an answer. */
type Typing<T> = (key: string) => { readonly answer: T; readonly shown?: string } | undefined;

function secret(): Typing<Secret> {
  let typed = '';
  return (key) => {
    if (key === '\r' || key === '\n' || key === '\u0004') return { answer: new Secret(typed) };
    typed = key === '\u007f' || key === '\b' ? [...typed].slice(0, -1).join('') : typed + key;
    return undefined;
  };
}

function yesOrNo(enter: boolean): Typing<boolean> {
  const say = (answer: boolean) => ({ answer, shown: answer ? 'yes' : 'no' });
  return (key) => {
    if (/[\r\n]/.test(key)) return say(enter);
    if (/y/i.test(key)) return say(true);
    return /[n\u0004\u001b]/i.test(key) ? say(false) : undefined;
  };
}

/** @throws QuorateError (130) on Ctrl-C, which raw mode delivers as a character */
function readKeys<T>({ stdin, stderr }: Io, question: string, typing: Typing<T>): Promise<T> {
  stderr.write(question);
  stdin.setRawMode?.(true);
  stdin.resume();
  return new Promise<T>((resolve, reject) => {
    const finish = (shown = '') => {
      stdin.off('data', hear);
      stdin.setRawMode?.(false);
      stdin.pause();
      stderr.write(`${shown}\n`);
    };
    const hear = (chunk: Buffer | string) => {
      for (const key of chunk.toString()) {
        if (key === '\u0003') {
          finish();
          return reject(new QuorateError(EXIT.interrupted, [{ what: 'interrupted' }]));
        }
        const typed = typing(key);
        if (!typed) continue;
        finish(typed.shown);
        return resolve(typed.answer);
      }
    };
    stdin.on('data', hear);
  });
}
