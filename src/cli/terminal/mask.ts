import { withEachText } from '../../events/emit.ts';

/** Masks secrets in all output. The process has one mask, and all output goes through it. */
export interface Mask {
  /** Masks these secrets from now on. @param redact masks every secret in one line of text */
  readonly learn: (redact: (line: string) => string) => void;
  /** Masks text line by line. */
  readonly text: (text: string) => string;
  /** Masks every text in plain data, before wrapping or truncating could split a secret. */
  readonly within: <T>(value: T) => T;
}

/** Creates a mask that has no secrets until `learn` is called. */
export function createMask(): Mask {
  let redact = (line: string) => line;
  const text = (whole: string) => whole.split('\n').map(redact).join('\n');
  return {
    learn: (known) => {
      redact = known;
    },
    text,
    within: <T>(value: T) => withEachText(value, text),
  };
}
