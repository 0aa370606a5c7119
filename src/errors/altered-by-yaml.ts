/** The parts of a parsed YAML scalar that show how it was written. */
interface Scalar {
  readonly type?: string | undefined;
  readonly comment?: string | null | undefined;
  readonly range?: readonly [start: number, end: number, ...more: number[]] | null | undefined;
}

/**
 * Returns a problem if YAML reads a secret as another value than its line shows; otherwise undefined. YAML
 * takes ` #` and the rest of an unquoted line as a comment, and replaces a line break within a value by a space.
 */
export function alteredByYaml(
  { type, comment, range }: Scalar,
  text: string,
): { readonly what: string; readonly why: string; readonly next: string } | undefined {
  const spans = range ? linesWithText(text.slice(range[0], range[1])) : 1;
  // The first line of a folded value is only its mark.
  if (type !== 'BLOCK_LITERAL' && spans > (type === 'BLOCK_FOLDED' ? 2 : 1)) return CONTINUED;
  if (type !== 'PLAIN') return undefined;
  if (comment !== null && comment !== undefined)
    return {
      what: 'a comment follows on the same line',
      why: 'YAML ends an unquoted value before " #", so a password that contains it is truncated',
      next: 'put the value in quotes, or move the comment to a line of its own',
    };
  return undefined;
}

const CONTINUED = {
  what: 'the value continues on the next line',
  why: 'YAML joins the lines of a value with a space',
  next: 'write the value on one line, in quotes',
};

const linesWithText = (source: string): number =>
  source.split('\n').filter((line) => line.trim() !== '').length;
