/**
 * Quotes a text as one word for a POSIX shell.
 * @throws Error for a NUL byte, which an argument cannot contain
 */
export function quote(text: string): string {
  if (text.includes('\0')) throw new Error('an argument cannot contain a NUL byte');
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
