import { createHash, createHmac, hkdfSync } from 'node:crypto';
import type { Word } from '../model/host/command.ts';
import { reveal, Secret } from '../model/secret.ts';
import type { Digest } from '../model/names.ts';
import type { Inputs } from '../model/plan/step.ts';

/**
 * Makes the digests a plan carries: keyed, since they cover passwords, and the same on every laptop that has
 * the inventory's receipt key.
 */
export function planDigest(receiptKey: Secret): (value: unknown) => Digest {
  const key = derive(receiptKey, 'plan');
  return (value) => hmac(key, canonical(value));
}

/** Keys digests once more to one host, so that a cloned image's receipts say nothing on another machine. */
export function hostDigest(receiptKey: Secret, machineId: string): (digest: Digest) => Digest {
  const known = DERIVED.get(receiptKey) ?? new Map<string, (digest: Digest) => Digest>();
  DERIVED.set(receiptKey, known);
  const keyed = known.get(machineId) ?? remembering(derive(receiptKey, machineId));
  known.set(machineId, keyed);
  return keyed;
}

/** Derived once a host: every step of every comparison asks for it. */
const DERIVED = new WeakMap<Secret, Map<string, (digest: Digest) => Digest>>();

/** Each step is compared many times in a run. Only digests are remembered, never a file's text. */
function remembering(key: Buffer): (digest: Digest) => Digest {
  const known = new Map<Digest, Digest>();
  return (digest) => {
    const keyed = known.get(digest) ?? hmac(key, digest);
    if (DIGEST.test(digest)) known.set(digest, keyed);
    return keyed;
  };
}

const DIGEST = /^[0-9a-f]{64}$/;

/** The inputs as a host's receipt holds them. */
export function keyedInputs(inputs: Inputs, key: (digest: Digest) => Digest): Inputs {
  return Object.fromEntries(Object.entries(inputs).map(([name, digest]) => [name, key(digest)]));
}

/** The names of settings that differ between what is wanted and what a receipt says, sorted. */
export function changedInputs(wanted: Inputs, applied: Inputs): readonly string[] {
  const names = new Set([...Object.keys(wanted), ...Object.keys(applied)]);
  return [...names].filter((name) => wanted[name] !== applied[name]).sort();
}

/** As `sha256sum` on a host says it, to compare a file's content; of secrets never to be kept or shown. */
export function sha256(word: Word): string {
  return createHash('sha256').update(reveal(word)).digest('hex');
}

function derive(receiptKey: Secret, salt: string): Buffer {
  return Buffer.from(hkdfSync('sha256', receiptKey.reveal(), salt, 'quorate receipt', 32));
}

function hmac(key: Buffer, text: string): Digest {
  return createHmac('sha256', key).update(text).digest('hex');
}

/** JSON with sorted keys and secrets revealed: the same value gives the same text. */
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
