import { X509Certificate } from 'node:crypto';
import type { webcrypto } from 'node:crypto';
import { UsageError } from '../../errors/errors.ts';
import type { Secret } from '../../model/secret.ts';
import type { InspectedPair } from '../read/inspect.ts';
import { parseKey, validityOf } from '../read/parse.ts';
import {
  exportKey,
  generateKeys as makeRsaKeys,
  signRequest,
  importKeys,
  selfSign,
  signCertificate,
} from './x509.ts';
import type { GenerateKeys, Signer } from './x509.ts';

const DAY = 86_400_000;
/** For hosts whose clocks are behind. */
const EARLIER = DAY;
const CA_DAYS = 3650;
/** As long as browsers have ever accepted. */
const HOST_DAYS = 825;
/** Bits. */
const CA_KEY = 3072;
const HOST_KEY = 2048;

/** ms since the epoch; tests give keys that are made faster. */
export interface IssueOptions {
  readonly now: number;
  readonly makeKeys?: GenerateKeys;
}

/** A CA for one cluster, PEM both. */
export async function createCa(
  cluster: string,
  { now, makeKeys = makeRsaKeys }: IssueOptions,
): Promise<{ readonly certificate: string; readonly key: Secret }> {
  const keys = await makeKeys(CA_KEY);
  const validity = { from: now - EARLIER, to: now + CA_DAYS * DAY };
  const certificate = await selfSign(keys, { commonName: 'Quorate CA', organization: cluster, validity });
  return { certificate, key: await exportKey(keys) };
}

/**
 * The CA, able to sign.
 * @param files.certificate PEM
 * @throws UsageError when the key is not the certificate's
 */
export async function openSigner(
  files: { readonly certificate: string; readonly key: Secret },
  where: string,
): Promise<Signer> {
  const certificate = new X509Certificate(files.certificate);
  const key = parseKey(files.key.reveal());
  if (typeof key === 'string' || !certificate.checkPrivateKey(key))
    throw new UsageError([
      {
        where,
        what: 'this is not the key of the CA in ca.crt',
        next: 'fetch both from the same backup',
      },
    ]);
  return { certificate, key: (await importKeys(key)).privateKey };
}

/** What one certificate needs written. */
export interface IssuedPair {
  readonly file: string;
  /** PEM */
  readonly certificate: string;
  /** Absent when the one that is there serves. */
  readonly key?: Secret;
}

/** A new certificate, with a new key unless there is one that has no certificate yet. */
export async function issuePair(
  { pair, certificate, key }: InspectedPair,
  { signer, now, makeKeys = makeRsaKeys }: IssueOptions & { readonly signer: Signer },
): Promise<IssuedPair> {
  const usable = certificate ? undefined : await usableKeys(key?.text);
  const keys = usable ?? (await makeKeys(HOST_KEY));
  const { to } = validityOf(signer.certificate);
  const validity = { from: now - EARLIER, to: Math.min(now + HOST_DAYS * DAY, to) };
  const { publicKey } = keys;
  const signed = await signCertificate(pair.issue, { signer, publicKey, validity });
  return { file: pair.file, certificate: signed, ...(usable ? {} : { key: await exportKey(keys) }) };
}

/** A request for a certificate; a key that is there serves, whatever its certificate. */
export async function createRequest(
  { pair, key }: InspectedPair,
  { makeKeys = makeRsaKeys }: Pick<IssueOptions, 'makeKeys'> = {},
): Promise<{ readonly file: string; readonly request: string; readonly key?: Secret }> {
  const usable = await usableKeys(key?.text);
  const keys = usable ?? (await makeKeys(HOST_KEY));
  const request = await signRequest(pair.issue, keys);
  return { file: pair.file, request, ...(usable ? {} : { key: await exportKey(keys) }) };
}

async function usableKeys(text: string | undefined): Promise<webcrypto.CryptoKeyPair | undefined> {
  const key = text === undefined ? 'unreadable' : parseKey(text);
  if (typeof key === 'string' || key.asymmetricKeyType !== 'rsa') return undefined;
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < HOST_KEY) return undefined;
  return importKeys(key);
}
