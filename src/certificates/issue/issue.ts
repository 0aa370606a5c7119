import { X509Certificate } from 'node:crypto';
import type { webcrypto } from 'node:crypto';
import { UsageError } from '../../errors/errors.ts';
import type { Secret } from '../../model/secret.ts';
import type { InspectedPair } from '../read/inspect.ts';
import type { AuthorityName } from '../check/pairs.ts';
import { parseKey, validityOf } from '../read/parse.ts';
import { exportKey, signRequest, importKeys, selfSign, signCertificate } from './x509.ts';
import type { Signer } from './x509.ts';
import { generateKeys } from './generate-keys.ts';
import { DAY } from '../../model/duration.ts';
import type { EpochMs } from '../../model/duration.ts';

/** Certificates are valid from this much earlier, for hosts whose clocks are behind. */
const CLOCK_SKEW = DAY;
const CA_DAYS = 3650;
/** The longest validity, in days, that all browsers accept from a private CA (Apple refuses longer ones). */
const HOST_DAYS = 825;
const CA_KEY_BITS = 3072;
const HOST_KEY_BITS = 2048;

const COMMON_NAMES: Readonly<Record<AuthorityName, string>> = {
  cluster: 'Quorate CA',
  etcd: 'Quorate etcd CA',
};

/** Creates a CA of one cluster. Returns certificate and key as PEM. */
export async function createCa(
  { cluster, authority }: { readonly cluster: string; readonly authority: AuthorityName },
  now: EpochMs,
): Promise<{ readonly certificate: string; readonly key: Secret }> {
  const keys = await generateKeys(CA_KEY_BITS);
  const validity = { from: now - CLOCK_SKEW, to: now + CA_DAYS * DAY };
  const certificate = await selfSign(keys, {
    commonName: COMMON_NAMES[authority],
    organization: cluster,
    validity,
  });
  return { certificate, key: await exportKey(keys) };
}

/**
 * Loads a CA for signing.
 * @param files both PEM
 * @param where the key's file in messages
 * @throws UsageError if the key does not belong to the certificate
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
        what: 'this key does not belong to the CA in ca.crt',
        next: 'restore both from the same backup',
      },
    ]);
  return { certificate, key: (await importKeys(key)).privateKey };
}

/** The files of one issued certificate. */
interface IssuedPair {
  readonly file: string;
  /** The certificate in PEM. */
  readonly certificate: string;
  /** Absent if the existing key is used. */
  readonly key?: Secret;
}

/** Issues a certificate. Generates a new key, unless there is a usable key without a certificate. */
export async function issuePair(
  { pair, certificate, key }: InspectedPair,
  { signer, now }: { readonly signer: Signer; readonly now: EpochMs },
): Promise<IssuedPair> {
  const usable = certificate ? undefined : await usableKeys(key?.text);
  const keys = usable ?? (await generateKeys(HOST_KEY_BITS));
  const { to } = validityOf(signer.certificate);
  const validity = { from: now - CLOCK_SKEW, to: Math.min(now + HOST_DAYS * DAY, to) };
  const { publicKey } = keys;
  const signed = await signCertificate(pair.issue, { signer, publicKey, validity });
  return { file: pair.file, certificate: signed, ...(usable ? {} : { key: await exportKey(keys) }) };
}

/** Creates a certificate request (PEM). Uses an existing key if it is usable, even if it has a certificate. */
export async function createRequest({
  pair,
  key,
}: InspectedPair): Promise<{ readonly file: string; readonly request: string; readonly key?: Secret }> {
  const usable = await usableKeys(key?.text);
  const keys = usable ?? (await generateKeys(HOST_KEY_BITS));
  const request = await signRequest(pair.issue, keys);
  return { file: pair.file, request, ...(usable ? {} : { key: await exportKey(keys) }) };
}

async function usableKeys(text: string | undefined): Promise<webcrypto.CryptoKeyPair | undefined> {
  const key = text === undefined ? 'unreadable' : parseKey(text);
  if (typeof key === 'string' || key.asymmetricKeyType !== 'rsa') return undefined;
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < HOST_KEY_BITS) return undefined;
  return importKeys(key);
}
