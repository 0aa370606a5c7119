import { expect } from '@jest/globals';
import type { KeysSource, SecretsSource } from '../../../src/model/sources.ts';
import { keysOf } from '../../../src/secrets/files/keys.ts';
import { secretFault } from '../../../src/platforms/cloudify/product/secret-fault.ts';
import { loadSecrets } from '../../../src/secrets/load.ts';
import { advised } from '../../support/advised.ts';

/** A source that does not provide the two wanted secrets, and the one problem to be reported. */
export interface BrokenSet {
  readonly title: string;
  readonly source: Partial<SecretsSource>;
  readonly env?: Record<string, string>;
  readonly expected: readonly [where: string, what: string, next: string];
}

export const GOOD = 'etcd_token: abcdefgh\nerlang_cookie: abcdefgh\n';
export const ADVICE = 'use 32 letters and digits, starting with a letter';

export const fileAt = (path: string, keys: KeysSource = { recipients: [] }): Partial<SecretsSource> => ({
  shared: { kind: 'file', path },
  keys,
});

/** Loads the secrets and compares the reported problems with the expected one. */
export async function expectProblem(
  directory: string,
  { source, env = {}, expected }: BrokenSet,
): Promise<void> {
  const [where, what, next] = expected;
  const whole = { individual: {}, keys: { recipients: [] }, ...source };
  const by = {
    env: { PATH: process.env['PATH'], ...env },
    keys: keysOf(whole.keys, { env }),
    productFault: secretFault,
  };
  const { problems } = await loadSecrets(whole, ['etcd_token', 'erlang_cookie'], by);
  const short = problems.map((one) => ({ ...one, where: one.where?.replace(`${directory}/`, '') }));
  expect(advised(short)).toMatchObject([{ where, what, next }]);
  // `where` may show the arguments of a command, because the inventory contains them. Its output must not be shown.
  const shown = JSON.stringify(problems).replace(JSON.stringify(problems[0]?.where ?? ''), '');
  expect(shown).not.toMatch(/hunter|sesame/);
}
