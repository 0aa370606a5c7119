export type Cell = string | number | boolean | null | undefined | readonly string[];
export type Row = Readonly<Record<string, Cell>>;

/** Formats a table of `cfy_manager`: cells are centered like Python's `str.center`, with a space on each side. */
export function productTable(rows: readonly Row[], fields: readonly string[]): string {
  const cells = rows.map((row) => fields.map((field) => cell(row[field])));
  const widths = fields.map(
    (field, i) => 2 + Math.max(field.length, ...cells.map((row) => row[i]?.length ?? 0)),
  );
  const divider = `+${widths.map((w) => '-'.repeat(w)).join('+')}+`;
  const line = (row: readonly string[]): string =>
    `|${row.map((c, i) => centre(c, widths[i] ?? 0)).join('|')}|`;
  return [divider, line(fields), divider, ...cells.map(line), divider].join('\n');
}

export function centre(text: string, width: number): string {
  const space = Math.max(0, width - text.length);
  const left = Math.floor(space / 2) + (space & width & 1);
  return ' '.repeat(left) + text + ' '.repeat(space - left);
}

/** Formats booleans and null as Python prints them. */
function cell(value: Cell): string {
  if (typeof value === 'object' && value !== null) return value.join(', ');
  if (value === true) return 'True';
  if (value === false) return 'False';
  return value === null || value === undefined ? 'None' : String(value);
}
