import { EXIT, QuorateError } from '../../errors/errors.ts';
import { Secret } from '../../model/secret.ts';
import type { PassphraseInput } from '../../secrets/files/passphrase.ts';
import type { Io } from './io.ts';

export interface Prompt {
  /** Asks for a secret on the terminal, without echo, one question at a time. Absent without a terminal. */
  readonly ask?: (what: string) => Promise<Secret>;
  /** Asks for the answer to a prompt of a host, which is shown while it is typed if `echo` is true. Absent without a terminal. */
  readonly answer?: (text: string, echo: boolean) => Promise<Secret>;
  /** Waits for Enter. Absent without a terminal. */
  readonly pause?: (text: string) => Promise<void>;
  /** Asks for yes or no. Enter answers yes, or `enter` if given. Absent without a terminal. */
  readonly confirm?: (question: string, enter?: boolean) => Promise<boolean>;
  /** Resolves when no question is open, so that the screen can be redrawn. */
  readonly idle: () => Promise<void>;
  /** True while a question is open or waits for its turn. */
  readonly isOpen: () => boolean;
}

/** @param beforeQuestion called before a question is printed, so that the line of the cursor can be cleared */
export function prompt(io: Io, beforeQuestion: () => void = () => undefined): Prompt {
  let last: Promise<unknown> = Promise.resolve();
  let open = 0;
  const next = <T>(question: string, keys: () => Typing<T>): Promise<T> => {
    open += 1;
    const answer = last.then(async () => {
      beforeQuestion();
      await discardTypedAhead(io);
      return readKeys(io, question, keys());
    });
    last = answer.catch(() => undefined).finally(() => (open -= 1));
    return answer;
  };
  const ask = (what: string) => next(`Passphrase for ${what}: `, () => secret());
  const answer = (text: string, echo: boolean) =>
    next(`${text} `, () => secret(echo ? (key) => io.stderr.write(key) : undefined));
  const pause = async (text: string) => void (await next(text, () => secret()));
  const confirm = (question: string, enter = true) =>
    next(`${question} ${enter ? '[Y/n]' : '[y/N]'} `, () => yesOrNo(enter));
  const idle = async () => void (await last);
  const isOpen = () => open > 0;
  return io.stdin.isTTY && io.stderr.isTTY ? { ask, answer, pause, confirm, idle, isOpen } : { idle, isOpen };
}

/** Sources of passphrases for encrypted files: the environment, and the terminal if there is one. */
export function passphraseInput(io: Io): PassphraseInput {
  const { ask } = prompt(io);
  return { env: io.env, ...(ask && { ask }) };
}

/** Collects keys until they form an answer. */
type Typing<T> = (key: string) => { readonly answer: T; readonly shown?: string } | undefined;

/** @param show prints a typed character. Deleted characters stay on the screen. */
function secret(show: (key: string) => unknown = () => undefined): Typing<Secret> {
  let typed = '';
  return (key) => {
    if (key === '\r' || key === '\n' || key === '\u0004') return { answer: new Secret(typed) };
    show(key);
    typed = key === '\u007f' || key === '\b' ? [...typed].slice(0, -1).join('') : typed + key;
    return undefined;
  };
}

function yesOrNo(enter: boolean): Typing<boolean> {
  const answered = (answer: boolean) => ({ answer, shown: answer ? 'yes' : 'no' });
  return (key) => {
    if (/[\r\n]/.test(key)) return answered(enter);
    if (/y/i.test(key)) return answered(true);
    return /[n\u0004\u001b]/i.test(key) ? answered(false) : undefined;
  };
}

/** Time in which a terminal delivers everything that was typed before the question. */
const DELIVERY_MS = 20;

/**
 * Discards keys that were typed before the question was printed, because they were not meant for it. The terminal does
 * not echo them from now on. @throws QuorateError (130) on Ctrl-C
 */
async function discardTypedAhead({ stdin }: Io): Promise<void> {
  let interrupted = false;
  const discard = (chunk: Buffer | string) => {
    interrupted ||= chunk.toString().includes('\u0003');
  };
  stdin.setRawMode?.(true);
  stdin.on('data', discard).resume();
  await new Promise((resolve) => setTimeout(resolve, DELIVERY_MS));
  stdin.off('data', discard);
  if (!interrupted) return;
  stdin.setRawMode?.(false);
  stdin.pause();
  throw new QuorateError(EXIT.interrupted, [{ what: 'interrupted' }]);
}

/** Reads keys until they form an answer. @throws QuorateError (130) on Ctrl-C, which raw mode delivers as a character */
function readKeys<T>({ stdin, stderr }: Io, question: string, typing: Typing<T>): Promise<T> {
  stderr.write(question);
  stdin.setRawMode?.(true);
  stdin.resume();
  return new Promise<T>((resolve, reject) => {
    const finish = (shown = '') => {
      stdin.off('data', onData);
      stdin.setRawMode?.(false);
      stdin.pause();
      stderr.write(`${shown}\n`);
    };
    const onData = (chunk: Buffer | string) => {
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
    stdin.on('data', onData);
  });
}
