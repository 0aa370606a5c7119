import { webcrypto } from 'node:crypto';

/** Generates an RSA key pair of this many bits. Tests take keys that were made once. */
type GenerateKeys = (bits: number) => Promise<webcrypto.CryptoKeyPair>;

/** Algorithm of keys and signatures, as Web Crypto names it. */
export const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
};

/** The keys are RSA, because the product crashes on other key types. */
export const generateKeys: GenerateKeys = (modulusLength) =>
  webcrypto.subtle.generateKey({ ...RSA, modulusLength }, true, ['sign', 'verify']);
