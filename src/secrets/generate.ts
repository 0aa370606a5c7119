import { randomInt } from 'node:crypto';
import type { SecretName } from '../model/material.ts';
import { Secret } from '../model/secret.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHARACTERS = `${LETTERS}0123456789`;
const LENGTH = 32;

/**
 * Generates secrets from the operating system's random source: 32 letters and digits, starting with a letter (190 bits).
 * No value needs quoting in SQL, URLs, YAML, Erlang or a shell.
 */
export function generateSecrets<N extends SecretName>(names: readonly N[]): Record<N, Secret> {
  return Object.fromEntries(names.map((name) => [name, generateSecret()])) as Record<N, Secret>;
}

function generateSecret(): Secret {
  const rest = Array.from({ length: LENGTH - 1 }, () => pick(CHARACTERS));
  return new Secret([pick(LETTERS), ...rest].join(''));
}

/** Returns a random character. Each is equally likely. */
const pick = (characters: string): string => characters.charAt(randomInt(characters.length));
