import { inspect } from 'node:util';

/** What stands in the place of a secret in everything a person or a file may see. */
export const MASK = '[secret]';

/**
 * A value that prints as its mask everywhere. `reveal()` is called only where the last byte leaves the
 * program: the frame to a host, an authorization header, a keyed digest.
 */
export class Secret {
  readonly #value: string;
  readonly #masked: string;

  /** @param masked the same text with its secret parts masked, for whole files of which only parts are secret */
  constructor(value: string, masked: string = MASK) {
    this.#value = value;
    this.#masked = masked;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return this.#masked;
  }

  toJSON(): string {
    return this.#masked;
  }

  [inspect.custom](): string {
    return this.#masked;
  }
}

/** The text itself, of a secret or of plain text. Same rule as `reveal`. */
export function reveal(text: string | Secret): string {
  return typeof text === 'string' ? text : text.reveal();
}

/** Environment variables by name, handed down from the composition root. */
export type Environment = Readonly<Record<string, string | undefined>>;
