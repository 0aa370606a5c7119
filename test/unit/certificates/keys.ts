import { webcrypto } from 'node:crypto';
import type { GenerateKeys } from '../../../src/certificates/issue/x509.ts';

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]) };

/** Reuses a few key pairs, because generating an RSA key takes long and the tests do not depend on distinct keys. */
export function keyPool(size: number): GenerateKeys {
  const made: Promise<webcrypto.CryptoKeyPair>[] = [];
  let asked = 0;
  return async () => {
    const slot = asked++ % size;
    made[slot] ??= webcrypto.subtle.generateKey({ ...RSA, modulusLength: 2048 }, true, ['sign', 'verify']);
    return made[slot];
  };
}
