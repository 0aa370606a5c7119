import type { SecretName } from '../../model/material.ts';

/** A value that cannot be used, and why: words only, never the value. */
export interface ValueFault {
  readonly what: string;
  readonly why: string;
}

const DATABASE: readonly SecretName[] = [
  'postgres_password',
  'replicator_password',
  'cloudify_db_password',
  'db_monitoring_password',
];

/** What is said to someone who has to make up a value. */
export const SECRET_VALUE_ADVICE = 'use 32 letters and digits, a letter first';

const SHORTEST = 4;
const SHORTEST_KEY = 16;

/**
 * Why the product, or Quorate, cannot take a value; undefined when they can. The product puts database passwords
 * into SQL and URLs without escaping, rewrites quotes and backslashes of the etcd token, and lets an unescaped
 * character through to files that other programs read.
 */
export function secretValueFault(name: SecretName, value: string): ValueFault | undefined {
  return (
    unprintable(value) ??
    tooShort(name, value) ??
    (DATABASE.includes(name) ? databaseUnfit(value) : undefined) ??
    (name === 'etcd_token' ? tokenUnfit(value) : undefined) ??
    (name === 'erlang_cookie' ? cookieUnfit(value) : undefined)
  );
}

function unprintable(value: string): ValueFault | undefined {
  if (/[^\x20-\x7e]/.test(value))
    return {
      what: 'it has characters besides printable ASCII',
      why: 'the programs that read it disagree about their encoding',
    };
  if (value !== value.trim())
    return { what: 'it begins or ends with a space', why: 'some files it is written into lose such spaces' };
  return undefined;
}

function tooShort(name: SecretName, value: string): ValueFault | undefined {
  const shortest = name === 'receipt_key' ? SHORTEST_KEY : SHORTEST;
  if (value.length >= shortest) return undefined;
  return {
    what: `it is shorter than ${shortest} characters`,
    why:
      name === 'receipt_key' ? 'what it keys could be guessed' : 'it could not be masked in what is printed',
  };
}

function databaseUnfit(value: string): ValueFault | undefined {
  return refuse(value, /['@:/?#%]/g, 'the product writes it into SQL and URLs as it is');
}

function tokenUnfit(value: string): ValueFault | undefined {
  return refuse(value, /['\\]/g, 'the product replaces these characters by others');
}

function cookieUnfit(value: string): ValueFault | undefined {
  return refuse(value, /[^A-Za-z0-9_.-]/g, 'Erlang reads the cookie as one plain word');
}

/** The characters themselves are named: which ones a value has gives little of it away. */
function refuse(value: string, taboo: RegExp, why: string): ValueFault | undefined {
  const found = [...new Set(value.match(taboo))].map((sign) => (sign === ' ' ? 'a space' : sign));
  return found.length === 0 ? undefined : { what: `it has ${found.sort().join(' ')} in it`, why };
}
