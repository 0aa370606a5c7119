import { expect } from '@jest/globals';
import type { KeysSource, SecretsSource } from '../../../src/model/sources.ts';
import { keysOf } from '../../../src/secrets/keys.ts';
import { loadSecrets } from '../../../src/secrets/load.ts';

/** A broken set of two wanted secrets, and the one thing that is said of it: where, what, what to do. */
export interface BrokenSet {
  readonly of: string;
  readonly source: Partial<SecretsSource>;
  readonly env?: Record<string, string>;
  readonly said: readonly [where: string, what: string, next: string];
}

export const GOOD = 'etcd_token: abcdefgh\nerlang_cookie: abcdefgh\n';
export const ADVICE = 'use 32 letters and digits, a letter first';

export const fileAt = (path: string, keys: KeysSource = { recipients: [] }): Partial<SecretsSource> => ({
  all: { kind: 'file', path },
  keys,
});

/** Loads the set and holds what is said against what is expected. */
export async function expectSaid(folder: string, { source, env = {}, said }: BrokenSet): Promise<void> {
  const [where, what, next] = said;
  const whole = { alone: {}, keys: { recipients: [] }, ...source };
  const by = { env: { PATH: process.env['PATH'], ...env }, keys: keysOf(whole.keys, { env }) };
  const { problems } = await loadSecrets(whole, ['etcd_token', 'erlang_cookie'], by);
  const short = problems.map((one) => ({ ...one, where: one.where?.replace(`${folder}/`, '') }));
  expect(short).toMatchObject([{ where, what, next }]);
  // What a command is started with stands in the inventory; what it prints does not.
  const shown = JSON.stringify(problems).replace(JSON.stringify(problems[0]?.where ?? ''), '');
  expect(shown).not.toMatch(/hunter|sesame/);
}
