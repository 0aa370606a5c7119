import { UsageError } from '../../errors/errors.ts';
import { Secret } from '../../model/secret.ts';
import type { EnvironmentVariables } from '../../model/secret.ts';
import { readPrivateFile } from './private-file.ts';
import { either, manual, RUN_AGAIN, runAgain } from '../../model/next-step.ts';

/** Where a passphrase may come from: the environment, and a prompt on the terminal. */
export interface PassphraseInput {
  readonly env: EnvironmentVariables;
  /** Prompts without echo for the passphrase of a file. Absent without a terminal. */
  readonly ask?: (what: string) => Promise<Secret>;
}

/**
 * Returns the passphrase. Prompts only once for all files.
 * @param what the file, in the prompt
 * @param use `new`: prompts twice, because no file can verify it; `wrong`: the last passphrase was wrong
 */
export type GetPassphrase = (what: string, use: 'open' | 'new' | 'wrong') => Promise<Secret>;

/** Gets the passphrase from QUORATE_AGE_PASSPHRASE, from QUORATE_AGE_PASSPHRASE_FILE, or from a prompt, in this order. */
export function passphraseGetter({ env, ask }: PassphraseInput): GetPassphrase {
  let known: Promise<Secret> | undefined;
  return (what, use) => (known = use === 'wrong' || !known ? find(what, use) : known);

  async function find(what: string, use: 'open' | 'new' | 'wrong'): Promise<Secret> {
    const given = await givenPassphrase(env);
    if (given && use === 'new') checkLength(what, given);
    if (given && use === 'wrong') throw new UsageError([{ where: what, ...WRONG_PASSPHRASE }]);
    if (given) return given;
    if (!ask) throw new UsageError([{ where: what, ...NO_TERMINAL }]);
    const typed = await ask(use === 'wrong' ? `${what} (wrong passphrase, try again)` : what);
    if (typed.reveal() === '') throw new UsageError([{ where: what, what: 'the passphrase is empty' }]);
    if (use === 'new') checkLength(what, typed);
    if (use === 'new' && (await ask(`${what}, again`)).reveal() !== typed.reveal())
      throw new UsageError([{ where: what, what: 'the two passphrases differ', next: RUN_AGAIN }]);
    return typed;
  }
}

const MINIMUM_LENGTH = 8;

/** @throws UsageError if a new passphrase is too short. An existing file may have any passphrase. */
function checkLength(where: string, passphrase: Secret): void {
  if ([...passphrase.reveal()].length >= MINIMUM_LENGTH) return;
  const what = `a new passphrase needs at least ${MINIMUM_LENGTH} characters`;
  throw new UsageError([{ where, what, next: runAgain({ when: 'with a longer passphrase' }) }]);
}

/** Returns the environment for programs that Quorate starts, without the passphrase. */
export function withoutPassphrase(env: EnvironmentVariables): EnvironmentVariables {
  return { ...env, QUORATE_AGE_PASSPHRASE: undefined };
}

export const WRONG_PASSPHRASE = {
  what: 'the passphrase is wrong',
  next: either(manual('check QUORATE_AGE_PASSPHRASE'), RUN_AGAIN),
};

async function givenPassphrase(env: EnvironmentVariables): Promise<Secret | undefined> {
  const value = env['QUORATE_AGE_PASSPHRASE'];
  if (value) return new Secret(value);
  const file = env['QUORATE_AGE_PASSPHRASE_FILE'];
  return file ? readPassphrase(file) : undefined;
}

const NO_TERMINAL = {
  what: 'a passphrase is required, but there is no terminal to prompt on',
  next: 'set QUORATE_AGE_PASSPHRASE_FILE to a file with mode 0600',
};

async function readPassphrase(path: string): Promise<Secret> {
  const description = { what: 'the passphrase file', ifMissing: 'check QUORATE_AGE_PASSPHRASE_FILE' };
  const text = (await readPrivateFile(path, description)).toString('utf8').replace(/\r?\n$/, '');
  if (text === '') throw new UsageError([{ where: path, what: 'the passphrase file is empty' }]);
  return new Secret(text);
}
