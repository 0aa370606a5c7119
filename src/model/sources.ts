import type { SecretName } from './material.ts';

/** The source of one value. Paths are absolute. */
export type ValueSource =
  | { readonly kind: 'environment'; readonly variable: string }
  /** A file that contains only the value. */
  | { readonly kind: 'file'; readonly path: string }
  | CommandSource;

/** A program on this machine with its arguments. It runs without a shell in `directory`, and prints to stdout. */
export interface CommandSource {
  readonly kind: 'command';
  readonly argv: readonly string[];
  readonly directory: string;
}

/** The source of many values: `name: value` lines in a file (plain or encrypted) or in the output of a command. */
export type ValuesSource =
  | { readonly kind: 'file'; readonly path: string }
  /** Environment variables such as `${prefix}POSTGRES_PASSWORD`. */
  | { readonly kind: 'environment'; readonly prefix: string }
  | CommandSource;

/** Age identity and recipients of encrypted files. With neither, a passphrase is used. */
export interface KeysSource {
  /** Path of an age identity. */
  readonly identity?: string;
  /** Recipients (`age1…`) besides the one of the identity. */
  readonly recipients: readonly string[];
}

/** The sources of an inventory's secrets. */
export interface SecretsSource {
  /** The source of every secret without an individual source. */
  readonly shared?: ValuesSource;
  readonly individual: Readonly<Partial<Record<SecretName, ValueSource>>>;
  readonly keys: KeysSource;
}
