import { MASK } from '../model/secret.ts';
import { SECRET_NAMES } from '../model/material.ts';
import { closest } from '../errors/suggest.ts';

const KEY = /["']?([\w-]+)["']?\s*:(?:\s+|$)/g;
const SECRETIVE = /passw|secret(?!s$)|token|cookie|credential|receipt_key/i;
/** Where a value is, instead of the value. */
const SOURCE = /^\{\s*(?:env|file|command)\s*:/;

/**
 * A line of an inventory as a message may quote it: what follows a key that names a secret (also misspelt) is
 * masked, and so is a line that goes on with the secret of the line above.
 */
export function maskLine(line: string, above: string): string {
  const goesOn = secretStart(above) !== undefined && secretStart(line) === undefined && !hasKey(line);
  if (goesOn && line.trim() !== '') return `${/^\s*/.exec(line)?.[0] ?? ''}${MASK}`;
  const start = secretStart(line);
  return start === undefined || line.slice(start).trim() === '' ? line : `${line.slice(0, start)}${MASK}`;
}

/** Does a key of this name hold a secret, or is it one that is taken for such: misspelt? */
function isSecretive(key: string): boolean {
  return SECRETIVE.test(key) || closest(key, [...SECRET_NAMES, 'password']) !== undefined;
}

/** Values that say nothing: of `become`, and the beginning of a map. */
const PLAIN = /^(?:true|false|yes|no|on|off|null|~|\*|\{|$)/i;

/** Where the value of the first secret key of a line begins; where a value is, is no secret. */
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
