import type { SecretName } from './material.ts';

/** Where one value is, as an inventory says. Paths are absolute. */
export type ValueSource =
  | { readonly kind: 'environment'; readonly variable: string }
  /** The file holds the value and nothing else. */
  | { readonly kind: 'file'; readonly path: string }
  | CommandSource;

/** A program of the laptop and its arguments, started without a shell in `directory`; its stdout counts. */
export interface CommandSource {
  readonly kind: 'command';
  readonly argv: readonly string[];
  readonly directory: string;
}

/** Where many values are: `name: value` lines in a file, plain or encrypted, or on a command's stdout. */
export type ValuesSource =
  | { readonly kind: 'file'; readonly path: string }
  /** `${prefix}POSTGRES_PASSWORD`, and so on. */
  | { readonly kind: 'environment'; readonly prefix: string }
  | CommandSource;

/** What opens encrypted files, and whom they are encrypted for; neither: a passphrase. */
export interface KeysSource {
  /** The path of an age identity. */
  readonly identity?: string;
  /** `age1…`, besides the identity's own. */
  readonly recipients: readonly string[];
}

/** Where the secrets of an inventory are. */
export interface SecretsSource {
  /** Gives every secret that is not given by itself. */
  readonly shared?: ValuesSource;
  readonly individual: Readonly<Partial<Record<SecretName, ValueSource>>>;
  readonly keys: KeysSource;
}
