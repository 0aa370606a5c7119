import { redactValue } from '../../events/emit.ts';

/** Masks the secrets in what anybody may see. There is one for the process, and whoever writes goes through it. */
export interface Mask {
  /** From now on these are masked. @param redact masks every secret in one line of text */
  readonly learn: (redact: (line: string) => string) => void;
  /** Line by line. */
  readonly text: (text: string) => string;
  /** Every text within plain data: before it is wrapped or cut, which would cut a secret too. */
  readonly within: <T>(value: T) => T;
}

/** Before the secrets are read there is nothing to mask. */
export function createMask(): Mask {
  let redact = (line: string) => line;
  const text = (whole: string) => whole.split('\n').map(redact).join('\n');
  return {
    learn: (known) => {
      redact = known;
    },
    text,
    within: <T>(value: T) => redactValue(value, text) as T,
  };
}
