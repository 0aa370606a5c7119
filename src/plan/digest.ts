import { createHash, createHmac, hkdfSync } from 'node:crypto';
import type { Word } from '../model/host/command.ts';
import { Secret } from '../model/secret.ts';
import type { Digest } from '../model/names.ts';
import type { Inputs } from '../model/plan/step.ts';

/**
 * Returns the digest function of a plan. Digests are keyed because they cover passwords. They are the same on every
 * workstation that has the inventory's receipt key. Most hosts share most values, so each value is digested once: it
 * must not change.
 */
export function planDigest(receiptKey: Secret): (value: unknown) => Digest {
  const keyed = cached(derive(receiptKey, 'plan'));
  const known = new Map<unknown, Digest>();
  return (value) => {
    const digest = known.get(value) ?? keyed(canonical(value));
    known.set(value, digest);
    return digest;
  };
}

/**
 * Returns a function that converts a digest to one that is keyed for a machine-id, so that receipts in a cloned image
 * are not valid on another machine.
 */
export function hostDigest(receiptKey: Secret, machineId: string): (digest: Digest) => Digest {
  const known = CACHED.get(receiptKey) ?? new Map<string, (digest: Digest) => Digest>();
  CACHED.set(receiptKey, known);
  const keyed = known.get(machineId) ?? cached(derive(receiptKey, machineId));
  known.set(machineId, keyed);
  return keyed;
}

/** Caches the derived functions, because every step of every comparison uses one. */
const CACHED = new WeakMap<Secret, Map<string, (digest: Digest) => Digest>>();

/**
 * Caches keyed digests, because each step is compared many times in a run, and most settings are the same on all hosts.
 * Never caches the text of a file.
 */
function cached(key: Buffer): (text: string) => Digest {
  const known = new Map<string, Digest>();
  return (text) => {
    const keyed = known.get(text) ?? hmac(key, text);
    if (text.length <= LONGEST_CACHED) known.set(text, keyed);
    return keyed;
  };
}

/** Characters: longer than a digest and than most settings, shorter than a file. */
const LONGEST_CACHED = 100;

/** Replaces the digest of each input by its keyed digest, which receipts on hosts store. */
export function keyedInputs(inputs: Inputs, key: (digest: Digest) => Digest): Inputs {
  return Object.fromEntries(Object.entries(inputs).map(([name, digest]) => [name, key(digest)]));
}

/** Sorted names of the settings whose wanted value differs from the receipt. */
export function changedInputs(wanted: Inputs, applied: Inputs): readonly string[] {
  if (wanted === applied) return [];
  const names = new Set([...Object.keys(wanted), ...Object.keys(applied)]);
  return [...names].filter((name) => wanted[name] !== applied[name]).sort();
}

/** Same digest as `sha256sum` on a host, to compare file contents. Never store or show this digest of a secret, because it has no key. */
export function sha256(word: Word): string {
  if (typeof word === 'string') return createHash('sha256').update(word).digest('hex');
  const digest = OF_SECRETS.get(word) ?? sha256(word.reveal());
  OF_SECRETS.set(word, digest);
  return digest;
}

/** Digests of rendered files, which are compared again before and after each step. */
const OF_SECRETS = new WeakMap<Secret, string>();

function derive(receiptKey: Secret, salt: string): Buffer {
  return Buffer.from(hkdfSync('sha256', receiptKey.reveal(), salt, 'quorate receipt', 32));
}

function hmac(key: Buffer, text: string): Digest {
  return createHmac('sha256', key).update(text).digest('hex');
}

/** JSON with sorted keys and revealed secrets, so that equal values give equal text. */
function canonical(value: unknown): string {
  if (value instanceof Secret) return JSON.stringify(value.reveal());
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`)
    .join(',')}}`;
}
