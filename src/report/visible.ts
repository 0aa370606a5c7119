/**
 * Control characters except tab and line feed, characters without a glyph (marks of writing direction, spaces of no
 * width, tags), halves of characters, and separators that some programs treat as line ends. A terminal or an editor obeys
 * or hides such characters, so text from a host could erase, move, reorder or forge what the operator sees.
 */
const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufff9-\ufffb\p{Default_Ignorable_Code_Point}\p{Surrogate}]/gu;

/** Shows invisible characters as `\uXXXX`, which is also their notation in JSON. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => character.split('').map(escaped).join(''));
}

/** @param unit one UTF-16 code unit */
function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
