/** The parts of a parsed YAML scalar that show how it was written. */
interface Scalar {
  readonly type?: string | undefined;
  readonly comment?: string | null | undefined;
  readonly range?: readonly [start: number, end: number, ...more: number[]] | null | undefined;
}

/**
 * Returns a problem if YAML reads an unquoted secret as another value than its line shows; otherwise undefined. YAML
 * takes ` #` and the rest of the line as a comment, and replaces a line break within a value by a space.
 */
export function alteredByYaml(
  { type, comment, range }: Scalar,
  text: string,
): { readonly what: string; readonly why: string; readonly next: string } | undefined {
  if (type !== 'PLAIN') return undefined;
  if (comment !== null && comment !== undefined)
    return {
      what: 'a comment follows on the same line',
      why: 'YAML ends an unquoted value before " #", so a password that contains it is truncated',
      next: 'put the value in quotes, or move the comment to a line of its own',
    };
  if (range && text.slice(range[0], range[1]).includes('\n'))
    return {
      what: 'the value continues on the next line',
      why: 'YAML joins the lines of an unquoted value with a space',
      next: 'write the value on one line, in quotes',
    };
  return undefined;
}
