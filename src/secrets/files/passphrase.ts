import { UsageError } from '../../errors/errors.ts';
import { Secret } from '../../model/secret.ts';
import type { Environment } from '../../model/secret.ts';
import { readPrivateFile } from './private-file.ts';

/** What can open an encrypted file: the environment, and a person at a terminal. */
export interface PassphraseInput {
  readonly env: Environment;
  /** Asks without echo for a passphrase `for …`; absent where nobody can answer. */
  readonly ask?: (what: string) => Promise<Secret>;
}

/**
 * Gets a passphrase, once for all files that it is for.
 * @param what the file, for the question
 * @param use `new`: typed twice, since it opens nothing; `wrong`: the one that was given last does not open it
 */
export type GetPassphrase = (what: string, use: 'open' | 'new' | 'wrong') => Promise<Secret>;

/** From QUORATE_AGE_PASSPHRASE, from the file QUORATE_AGE_PASSPHRASE_FILE, or from the person at the terminal. */
export function passphraseGetter({ env, ask }: PassphraseInput): GetPassphrase {
  let known: Promise<Secret> | undefined;
  return (what, use) => (known = use === 'wrong' || !known ? find(what, use) : known);

  async function find(what: string, use: 'open' | 'new' | 'wrong'): Promise<Secret> {
    const given = await givenPassphrase(env);
    if (given && use === 'wrong') throw new UsageError([{ where: what, ...WRONG_PASSPHRASE }]);
    if (given) return given;
    if (!ask) throw new UsageError([{ where: what, ...NOBODY }]);
    const typed = await ask(use === 'wrong' ? `${what} (that was not it)` : what);
    if (typed.reveal() === '') throw new UsageError([{ where: what, what: 'no passphrase was typed' }]);
    if (use === 'new' && (await ask(`${what}, again`)).reveal() !== typed.reveal())
      throw new UsageError([
        { where: what, what: 'the two passphrases differ', next: 'run the command again' },
      ]);
    return typed;
  }
}

/** The environment of programs that Quorate starts: what opens the operator's files is none of theirs. */
export function withoutPassphrase(env: Environment): Environment {
  return { ...env, QUORATE_AGE_PASSPHRASE: undefined };
}

/** What is said of a passphrase that does not open a file. */
export const WRONG_PASSPHRASE = {
  what: 'the passphrase is wrong',
  next: 'check QUORATE_AGE_PASSPHRASE, or run the command again',
};

async function givenPassphrase(env: Environment): Promise<Secret | undefined> {
  const value = env['QUORATE_AGE_PASSPHRASE'];
  if (value) return new Secret(value);
  const file = env['QUORATE_AGE_PASSPHRASE_FILE'];
  return file ? readPassphrase(file) : undefined;
}

const NOBODY = {
  what: 'a passphrase is needed, and nobody is there to type it',
  next: 'export QUORATE_AGE_PASSPHRASE_FILE, a file with mode 0600',
};

async function readPassphrase(path: string): Promise<Secret> {
  const called = { what: 'the passphrase file', ifMissing: 'check QUORATE_AGE_PASSPHRASE_FILE' };
  const text = (await readPrivateFile(path, called)).toString('utf8').replace(/\r?\n$/, '');
  if (text === '') throw new UsageError([{ where: path, what: 'the passphrase file is empty' }]);
  return new Secret(text);
}
