/** A longer list is shortened. */
const MOST = 10;
/** The shortest run of numbered names that is written as a range. */
const SHORTEST_RUN = 3;

/**
 * Lists names or addresses. Of more than ten, it writes consecutive numbers as a range (`db1..db40`), and counts what is
 * left after ten items.
 */
export function nameList(names: readonly string[]): string {
  if (names.length <= MOST) return names.join(', ');
  const items = withRanges(names);
  if (items.length <= MOST) return items.map(({ text }) => text).join(', ');
  const shown = items.slice(0, MOST);
  const rest = items.slice(MOST).reduce((sum, { size }) => sum + size, 0);
  return `${shown.map(({ text }) => text).join(', ')} and ${rest} more`;
}

function withRanges(names: readonly string[]): readonly { readonly text: string; readonly size: number }[] {
  const runs: string[][] = [];
  for (const name of names) {
    const run = runs.at(-1);
    if (run && follows(run.at(-1) ?? '', name)) run.push(name);
    else runs.push([name]);
  }
  return runs.flatMap((run) =>
    run.length < SHORTEST_RUN
      ? run.map((text) => ({ text, size: 1 }))
      : [{ text: `${run[0]}..${run.at(-1)}`, size: run.length }],
  );
}

/** True if the last number in the second name is the next one. The numbers of IPv6 addresses are not decimal. */
function follows(before: string, name: string): boolean {
  const [, head = '', digits, tail = ''] = /^(.*?)(\d+)(\D*)$/.exec(before) ?? [];
  if (digits === undefined || before.includes(':')) return false;
  return name === `${head}${String(Number(digits) + 1).padStart(digits.length, '0')}${tail}`;
}
