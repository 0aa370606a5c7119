import { randomInt } from 'node:crypto';
import type { SecretName } from '../model/material.ts';
import { Secret } from '../model/secret.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SIGNS = `${LETTERS}0123456789`;
const LENGTH = 32;

/**
 * New values from the operating system's random source: 32 letters and digits, a letter first. Nothing that SQL, a
 * URL, YAML, Erlang or a shell could read as anything else; 190 bits.
 */
export function generateSecrets<N extends SecretName>(names: readonly N[]): Record<N, Secret> {
  return Object.fromEntries(names.map((name) => [name, generateSecret()])) as Record<N, Secret>;
}

function generateSecret(): Secret {
  const rest = Array.from({ length: LENGTH - 1 }, () => pick(SIGNS));
  return new Secret([pick(LETTERS), ...rest].join(''));
}

/** Each sign is as likely as any other. */
const pick = (signs: string): string => signs.charAt(randomInt(signs.length));
