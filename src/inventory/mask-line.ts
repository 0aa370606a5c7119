import { MASK } from '../model/secret.ts';
import { SECRET_NAMES } from '../model/material.ts';
import { remembered } from '../model/work/remembered.ts';
import { closest } from '../errors/suggest.ts';

const KEY = /["']?([\w-]+)["']?\s*:(?:\s+|$)/g;
const SECRETIVE = /passw|secret(?!s$)|token|cookie|credential|receipt_key/i;
/** The source of a value instead of a value, such as `{ env: NAME }`. It is not secret. */
const SOURCE = /^\{\s*(?:env|file|command)\s*:/;

/**
 * Masks a line of an inventory so that a message can quote it: the value of a key that names a secret (even if
 * misspelled), and a line that continues the secret of the line above.
 */
export function maskLine(line: string, above: string): string {
  const continues = secretStart(above) !== undefined && secretStart(line) === undefined && !hasKey(line);
  if (continues && line.trim() !== '') return `${/^\s*/.exec(line)?.[0] ?? ''}${MASK}`;
  const start = secretStart(line);
  return start === undefined || line.slice(start).trim() === '' ? line : `${line.slice(0, start)}${MASK}`;
}

/** True if a key names a secret, or looks like a misspelled name of one. */
export function isSecretive(key: string): boolean {
  return SECRETIVE.test(key) || (key.length <= LONGEST_SIMILAR && isSimilarToSecret(key));
}

const NAMES = [...SECRET_NAMES, 'password'];
/** A longer key differs from each name by more letters than a misspelled name does. */
const LONGEST_SIMILAR = 2 * Math.max(...NAMES.map(({ length }) => length));
/** All hosts of an inventory have the same keys, and comparing a key with each name takes long. */
const isSimilarToSecret = remembered((key: string) => closest(key, NAMES) !== undefined);

/** Values of `become` that are not secret: booleans, and the start of a map. */
const PLAIN = /^(?:true|false|yes|no|on|off|null|~|\*|\{|$)/i;

/** Returns the offset of the first secret value in a line. */
function secretStart(line: string): number | undefined {
  for (const found of line.matchAll(KEY)) {
    const start = found.index + found[0].length;
    const [key = '', rest] = [found[1], line.slice(start)];
    if (isSecretive(key) && !SOURCE.test(rest)) return start;
    if (key === 'become' && !PLAIN.test(rest)) return start;
  }
  return undefined;
}

const hasKey = (line: string): boolean => /^\s*(?:- +)?["']?[\w-]+["']?\s*:/.test(line);
