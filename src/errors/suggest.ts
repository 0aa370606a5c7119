/**
 * Finds the known word that the operator probably meant: the word with the fewest edits (two swapped neighbors count as
 * one edit). Returns undefined if that word needs more edits than a third of its length (one edit is always allowed).
 */
export function closest(word: string, known: readonly string[]): string | undefined {
  return fewestEdits(word, known)?.candidate;
}

function fewestEdits(word: string, known: readonly string[]) {
  const [best] = known
    // A word of another length needs at least as many edits as the lengths differ.
    .filter((candidate) => Math.abs(candidate.length - word.length) <= mostEdits(candidate))
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= mostEdits(candidate))
    .sort((a, b) => a.edits - b.edits);
  return best;
}

const mostEdits = (candidate: string): number => Math.max(1, Math.floor(candidate.length / 3));

/** Returns `: did you mean "x" or "y"?`, or an empty string if no known word is similar. */
export function didYouMean(word: string, known: readonly string[]): string {
  const quoted = alternatives(word, known).map((meant) => `"${meant}"`);
  const [last] = quoted.slice(-1);
  if (last === undefined) return '';
  const others = quoted.slice(0, -1).join(', ');
  return `: did you mean ${[...(others ? [others] : []), last].join(' or ')}?`;
}

/**
 * Finds the words that the operator may have meant: the one that differs by one edit; else those with the word as a
 * part (`remove`: `remove-broker`) or at the start; else the closest one.
 */
function alternatives(word: string, known: readonly string[]): readonly string[] {
  const best = fewestEdits(word, known);
  if (best?.edits === 1) return [best.candidate];
  const typed = word.toLowerCase();
  const withPart = known.filter((candidate) =>
    candidate
      .toLowerCase()
      .split(/[\s_-]+/)
      .includes(typed),
  );
  const longer = known.filter((candidate) => typed.length >= 3 && candidate.toLowerCase().startsWith(typed));
  const found = [withPart, longer].find(({ length }) => length > 0 && length <= MOST_ALTERNATIVES);
  return found ?? (best ? [best.candidate] : []);
}

/** More alternatives than a group of commands has, such as `remove-…`, help less than one. */
const MOST_ALTERNATIVES = 4;

/** Counts the insertions, deletions, substitutions and swaps of neighbors that turn the first word into the second. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        at(above, j) + 1,
        at(row, j - 1) + 1,
        at(above, j - 1) + (same ? 0 : 1),
        swapped ? at(before, j - 2) + 1 : Infinity,
      );
    }
    [before, above] = [above, row];
  }
  return at(above, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Infinity;
