import type { SecretName } from '../../model/material.ts';

/** The reason why a value cannot be used. Never contains the value. */
interface ValueFault {
  readonly what: string;
  readonly why: string;
}

const DATABASE: readonly SecretName[] = [
  'postgres_password',
  'replicator_password',
  'cloudify_db_password',
  'db_monitoring_password',
];

export const SECRET_VALUE_ADVICE = 'use 32 letters and digits, starting with a letter';

/** The redactor does not mask shorter values. */
const MINIMUM_LENGTH = 4;
const MINIMUM_KEY_LENGTH = 16;

/**
 * Returns why the product or Quorate cannot use a value; undefined if they can. The product writes database passwords
 * into SQL and URLs without escaping, replaces quotes and backslashes of the etcd token, and writes unescaped characters
 * into files that other programs read.
 */
export function secretValueFault(name: SecretName, value: string): ValueFault | undefined {
  return (
    unprintable(value) ??
    tooShort(name, value) ??
    (DATABASE.includes(name) ? databasePasswordFault(value) : undefined) ??
    (name === 'etcd_token' ? etcdTokenFault(value) : undefined) ??
    (name === 'erlang_cookie' ? erlangCookieFault(value) : undefined)
  );
}

function unprintable(value: string): ValueFault | undefined {
  if (/[^\x20-\x7e]/.test(value))
    return {
      what: 'characters that are not printable ASCII',
      why: 'the programs that read it use different encodings',
    };
  if (value !== value.trim())
    return { what: 'a space at the start or end', why: 'some files that it is written to lose such spaces' };
  return undefined;
}

function tooShort(name: SecretName, value: string): ValueFault | undefined {
  const minimum = name === 'receipt_key' ? MINIMUM_KEY_LENGTH : MINIMUM_LENGTH;
  if (value.length >= minimum) return undefined;
  return {
    what: `shorter than ${minimum} characters`,
    why:
      name === 'receipt_key'
        ? 'an attacker could guess the values that it protects'
        : 'it could not be masked in output',
  };
}

function databasePasswordFault(value: string): ValueFault | undefined {
  return characterFault(value, /['@:/?#%]/g, 'the product writes it into SQL and URLs without escaping');
}

function etcdTokenFault(value: string): ValueFault | undefined {
  return characterFault(value, /['\\]/g, 'the product replaces these characters');
}

function erlangCookieFault(value: string): ValueFault | undefined {
  return characterFault(value, /[^A-Za-z0-9_.-]/g, 'Erlang reads the cookie as one word');
}

/** Names the forbidden characters, which reveals little about the value. */
function characterFault(value: string, forbidden: RegExp, why: string): ValueFault | undefined {
  const found = [...new Set(value.match(forbidden))].map((sign) => (sign === ' ' ? 'a space' : sign));
  return found.length === 0 ? undefined : { what: `forbidden characters: ${found.sort().join(' ')}`, why };
}
