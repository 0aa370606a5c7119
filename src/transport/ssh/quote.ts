/**
 * One word of POSIX shell that stands for exactly this text.
 * @throws Error for a NUL byte, which no argument can hold
 */
export function quote(text: string): string {
  if (text.includes('\0')) throw new Error('a NUL byte cannot be part of a shell word');
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
