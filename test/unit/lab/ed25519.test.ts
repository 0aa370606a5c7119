import { afterEach, expect, jest, test } from '@jest/globals';
import ssh2 from 'ssh2';
import { ed25519Pair } from '../../lab/ed25519.ts';

afterEach(() => void jest.restoreAllMocks());

test('generates another key pair if the library returns a malformed one', () => {
  const good = ed25519Pair('host');
  const malformed = { ...good, private: good.private.replace(/\n.{20}/, '\n') };
  jest.spyOn(ssh2.utils, 'generateKeyPairSync').mockReturnValueOnce(malformed).mockReturnValueOnce(good);
  expect(ed25519Pair('host')).toBe(good);
});
