const CONTEXT = 3;
/** Lines times lines that are compared; beyond that all of one stands for all of the other. */
const MOST = 4_000_000;

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/**
 * Two texts as a unified diff of lines, without a head: `@@ -1,4 +1,5 @@`, then lines that begin with ` `, `-` or `+`.
 * Empty when they are the same.
 */
export function unifiedDiff(before: string, after: string): readonly string[] {
  const lines = aligned(linesOf(before), linesOf(after));
  const wanted = lines.map((_, at) => lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(changes));
  const hunks: string[] = [];
  for (let at = 0, old = 1, fresh = 1; at < lines.length;) {
    const end = wanted[at] ? endOf(wanted, at) : at + 1;
    const part = lines.slice(at, end);
    if (wanted[at]) hunks.push(head(part, { old, fresh }), ...part.map(({ sign, text }) => sign + text));
    old += part.filter(({ sign }) => sign !== '+').length;
    fresh += part.filter(({ sign }) => sign !== '-').length;
    at = end;
  }
  return hunks;
}

/** A last line without its newline is still a line. */
function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

const changes = ({ sign }: Line): boolean => sign !== ' ';

function endOf(wanted: readonly boolean[], from: number): number {
  const end = wanted.indexOf(false, from);
  return end === -1 ? wanted.length : end;
}

function head(part: readonly Line[], { old, fresh }: { old: number; fresh: number }): string {
  const removed = part.filter(({ sign }) => sign !== '+').length;
  const added = part.filter(({ sign }) => sign !== '-').length;
  const range = (start: number, count: number) => `${count === 0 ? start - 1 : start},${count}`;
  return `@@ -${range(old, removed)} +${range(fresh, added)} @@`;
}

/** What both begin and end with is no matter: only what lies between is compared line with line. */
function aligned(before: readonly string[], after: readonly string[]): readonly Line[] {
  const least = Math.min(before.length, after.length);
  let top = 0;
  while (top < least && before[top] === after[top]) top += 1;
  let bottom = 0;
  while (bottom < least - top && before.at(-1 - bottom) === after.at(-1 - bottom)) bottom += 1;
  return [
    ...signed(' ', before.slice(0, top)),
    ...align(before.slice(top, before.length - bottom), after.slice(top, after.length - bottom)),
    ...signed(' ', before.slice(before.length - bottom)),
  ];
}

function signed(sign: Line['sign'], lines: readonly string[]): readonly Line[] {
  return lines.map((text) => ({ sign, text }));
}

/** What is in both stays, as much as there is; the rest goes and comes. */
function align(before: readonly string[], after: readonly string[]): readonly Line[] {
  if (before.length * after.length > MOST) return [...signed('-', before), ...signed('+', after)];
  const common = commonLengths(before, after);
  const lines: Line[] = [];
  let j = 0;
  before.forEach((old, i) => {
    while (j < after.length && after[j] !== old && common(i, j + 1) > common(i + 1, j))
      lines.push({ sign: '+', text: after[j++] ?? '' });
    const stays = after[j] === old;
    lines.push({ sign: stays ? ' ' : '-', text: old });
    if (stays) j += 1;
  });
  return [...lines, ...signed('+', after.slice(j))];
}

/** The length of the longest common subsequence of what is left from a line of each on. */
function commonLengths(
  before: readonly string[],
  after: readonly string[],
): (i: number, j: number) => number {
  const rows = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  const common = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const longest =
        before[i] === after[j] ? common(i + 1, j + 1) + 1 : Math.max(common(i + 1, j), common(i, j + 1));
      rows[i]?.fill(longest, j, j + 1);
    }
  }
  return common;
}
