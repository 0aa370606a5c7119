import ssh2 from 'ssh2';
import type { IdentityCallback, ParsedKey, SignCallback, SigningRequestOptions } from 'ssh2';

/** The signatures that Quorate makes with RSA keys, and their hashes. ssh-rsa is missing, because it uses SHA-1. */
const HASHES = { 'rsa-sha2-512': 'sha512', 'rsa-sha2-256': 'sha256' } as const;
export type RsaSignature = keyof typeof HASHES;

export function isRsa(key: ParsedKey): boolean {
  return key.type === 'ssh-rsa';
}

/**
 * Chooses the signature that is tried first, and the one after it. @param announced by the server, which may not accept
 * all of them; undefined if the server announces none
 */
export function rsaSignatures(
  announced: readonly string[] | undefined,
): readonly [first: RsaSignature, second?: RsaSignature] {
  const known = (Object.keys(HASHES) as RsaSignature[]).filter((name) => announced?.includes(name) ?? true);
  const [first = 'rsa-sha2-512', second] = known;
  return second ? [first, second] : [first];
}

/** The keys that stand for an RSA key and one of its signatures. */
const VARIANTS = new WeakMap<ParsedKey, { readonly key: ParsedKey; readonly name: RsaSignature }>();

/**
 * Returns an RSA key that makes only this kind of signature. ssh2 itself would use SHA-1 with a server that announces no
 * signatures, and would not use rsa-sha2-512 if the server announces rsa-sha2-256.
 */
export function signingWith(name: RsaSignature, key: ParsedKey): ParsedKey {
  const variant = Object.create(key, {
    type: { value: name },
    sign: { value: (data: Buffer | string) => key.sign(data, HASHES[name]) },
  }) as ParsedKey;
  VARIANTS.set(variant, { key, name });
  return variant;
}

type SignRest = [SignCallback] | [SigningRequestOptions, (SignCallback | undefined)?];

interface RsaKeys {
  readonly name: RsaSignature;
  /** True to offer no keys of other types. */
  readonly only?: true;
}

/** The keys of an agent, whose RSA keys make one kind of signature. */
export class RsaAgent extends ssh2.BaseAgent<ParsedKey> {
  readonly #agent: ssh2.BaseAgent<ParsedKey>;
  readonly #keys: RsaKeys;

  constructor(agent: ssh2.BaseAgent<ParsedKey>, keys: RsaKeys) {
    super();
    this.#agent = agent;
    this.#keys = keys;
  }

  override getIdentities(done: IdentityCallback<ParsedKey>): void {
    const { name, only } = this.#keys;
    this.#agent.getIdentities((error, keys = []) => {
      const offered = (keys as ParsedKey[]).flatMap((key) =>
        isRsa(key) ? [signingWith(name, key)] : only ? [] : [key],
      );
      done(error, offered);
    });
  }

  override sign(key: ParsedKey, data: Buffer, ...rest: SignRest): void {
    const done = callbackOf(rest);
    const rsa = VARIANTS.get(key);
    if (!rsa) return this.#agent.sign(key, data, {}, done);
    const hash = HASHES[rsa.name];
    this.#agent.sign(rsa.key, data, { hash }, (error, signature) => {
      // An old agent ignores the requested hash and uses SHA-1.
      const good = !error && signature && rsa.key.verify(data, signature, hash) === true;
      done(error ?? (good ? null : new Error(`it cannot sign with ${rsa.name}`)), signature);
    });
  }
}

/** Offers RSA keys for ssh-rsa, to learn whether the host accepts them only with SHA-1. Signs nothing. */
export class Sha1Probe extends ssh2.BaseAgent<ParsedKey> {
  readonly #keys: () => Promise<readonly ParsedKey[]>;
  readonly #onAccepted: () => void;

  constructor(keys: () => Promise<readonly ParsedKey[]>, onAccepted: () => void) {
    super();
    this.#keys = keys;
    this.#onAccepted = onAccepted;
  }

  override getIdentities(done: IdentityCallback<ParsedKey>): void {
    this.#keys().then(
      (keys) => done(null, [...keys]),
      (error: unknown) => done(error as Error),
    );
  }

  override sign(_key: ParsedKey, _data: Buffer, ...rest: SignRest): void {
    this.#onAccepted();
    callbackOf(rest)(new Error('SHA-1 is not used'));
  }
}

function callbackOf([options, done]: SignRest): SignCallback {
  return (typeof options === 'function' ? options : done) ?? (() => undefined);
}
