import { inspect } from 'node:util';

/** The text that replaces a secret in all output and files. */
export const MASK = '[secret]';

/**
 * A value that prints as its mask. Call `reveal()` only where the value leaves the program or is digested: the input of
 * a script on a host, an authorization header, an encrypted file, a keyed digest.
 */
export class Secret {
  #value: string | (() => string);
  readonly #masked: string | (() => string);

  /**
   * @param value a function for rendered files: a plan for 1,000 hosts has thousands, and reveals few of them
   * @param masked for files that are only partly secret: the text with its secret parts masked, or a function that
   *   returns the text when it is shown
   */
  constructor(value: string | (() => string), masked: string | (() => string) = MASK) {
    this.#value = value;
    this.#masked = masked;
  }

  reveal(): string {
    if (typeof this.#value === 'function') this.#value = this.#value();
    return this.#value;
  }

  toString(): string {
    return typeof this.#masked === 'string' ? this.#masked : this.#masked();
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/** Returns plain text unchanged, and reveals a secret. The rule of `Secret.reveal` applies. */
export function reveal(text: string | Secret): string {
  return typeof text === 'string' ? text : text.reveal();
}

/** Environment variables by name, passed down from the composition root. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;
