import { centre } from '../../base/table.ts';

export type Item = Readonly<Record<string, unknown>>;

/** Output settings. With `--json`, explanatory lines are not printed. */
export interface Out {
  readonly json: boolean;
}

export function say(out: Out, text: string): void {
  if (!out.json) process.stdout.write(`${text}\n`);
}

export function printList(
  out: Out,
  { title, columns, items }: { title: string; columns: readonly string[]; items: readonly Item[] },
): void {
  if (out.json) {
    const rows = items.map((item) =>
      JSON.stringify(Object.fromEntries(columns.map((c) => [c, item[c] ?? null]))),
    );
    process.stdout.write(`[\n${rows.join(',\n')}\n]\n`);
    return;
  }
  process.stdout.write(`\n${title}\n${prettyTable(columns, items)}\n\n`);
}

export function printOne(out: Out, title: string, item: Item): void {
  if (out.json) {
    process.stdout.write(`${JSON.stringify(item)}\n`);
    return;
  }
  const width = Math.max(...Object.keys(item).map((key) => key.length)) + 5;
  const lines = Object.entries(item).map(([key, value]) => `\t${`${key}:`.padEnd(width)} ${shown(value)}`);
  process.stdout.write(`${title}\n${lines.join('\n')}\n`);
}

function prettyTable(columns: readonly string[], items: readonly Item[]): string {
  const rows = items.map((item) => columns.map((column) => shown(item[column])));
  const widths = columns.map((c, i) => 2 + Math.max(c.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const divider = `+${widths.map((w) => '-'.repeat(w)).join('+')}+`;
  const line = (row: readonly string[]): string =>
    `|${row.map((c, i) => centre(c, widths[i] ?? 0)).join('|')}|`;
  return [divider, line(columns), divider, ...rows.map(line), divider].join('\n');
}

function shown(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null || value === undefined) return '';
  if (typeof value === 'string')
    return /^\d{4}-\d\d-\d\d/.test(value) ? value.replace('T', ' ').replace('Z', ' ') : value;
  if (Array.isArray(value)) return value.join(',');
  return JSON.stringify(value);
}
