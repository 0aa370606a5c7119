import type { SecretFault, SecretName, ValueFault } from '../../model/material.ts';

export const SECRET_VALUE_ADVICE = 'use 32 letters and digits, starting with a letter';

/** The redactor does not mask shorter values. */
const MINIMUM_LENGTH = 4;
const MINIMUM_KEY_LENGTH = 16;

/** Returns why the product or Quorate cannot use a value; undefined if they can. */
export function secretValueFault(
  name: SecretName,
  value: string,
  productFault: SecretFault,
): ValueFault | undefined {
  return unprintable(value) ?? tooShort(name, value) ?? productFault(name, value);
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
