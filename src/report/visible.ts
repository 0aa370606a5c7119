/**
 * Control characters except tab and line feed, marks of writing direction, and separators that some programs treat as
 * line ends. A terminal or an editor obeys such characters, so text from a host could erase, move or reorder what the
 * operator sees.
 */
const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Shows invisible characters as `\uXXXX`, which is also their notation in JSON. */
export function visible(text: string): string {
  return text.replace(
    INVISIBLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
