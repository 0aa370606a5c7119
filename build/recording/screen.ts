/** Styles that Quorate uses on a terminal, as a class of the picture. */
export type Style = 'plain' | 'bold' | 'dim' | 'red' | 'green' | 'yellow';

interface Cell {
  readonly character: string;
  readonly style: Style;
}

/** Text in one style. */
export interface Span {
  readonly text: string;
  readonly style: Style;
}

/** The codes that select a style. Every other code resets it. */
const STYLES: Readonly<Record<string, Style>> = { 1: 'bold', 2: 'dim', 31: 'red', 32: 'green', 33: 'yellow' };

/** Emulates the part of a terminal that a run of Quorate uses, with styles. No line is longer than the terminal is wide. */
export class Screen {
  #rows: Cell[][] = [[]];
  #row = 0;
  #column = 0;
  #style: Style = 'plain';

  write(text: string): void {
    for (const [token] of text.matchAll(/\u001b\[[\d;?]*[A-Za-z]|\n|\r|[^]/gu)) this.#obey(token);
  }

  /** The last rows, each as the spans of its text. */
  last(count: number): readonly (readonly Span[])[] {
    const rows = this.#rows.at(-1)?.length === 0 ? this.#rows.slice(0, -1) : this.#rows;
    return rows.slice(-count).map(spansOf);
  }

  #obey(token: string): void {
    if (token === '\n') this.#moveTo(this.#row + 1, 0);
    else if (token === '\r') this.#column = 0;
    else if (!token.startsWith('\u001b')) this.#put(token);
    else this.#control(token);
  }

  #control(token: string): void {
    const [, value = '', command = ''] = /\[([\d;?]*)(.)/.exec(token) ?? [];
    if (command === 'm') this.#style = STYLES[value] ?? 'plain';
    if (command === 'A') this.#moveTo(Math.max(0, this.#row - (Number(value) || 1)), this.#column);
    if (command === 'G') this.#column = Math.max(0, (Number(value) || 1) - 1);
    if (command === 'K') this.#rows[this.#row] = value === '2' ? [] : this.#current().slice(0, this.#column);
  }

  #moveTo(row: number, column: number): void {
    this.#row = row;
    this.#column = column;
    // The rows below the cursor are empty, because Quorate erases them before it moves up.
    this.#rows = this.#rows.slice(0, row + 1);
    while (this.#rows.length <= row) this.#rows.push([]);
  }

  #current(): Cell[] {
    return (this.#rows[this.#row] ??= []);
  }

  #put(character: string): void {
    const row = this.#current();
    while (row.length < this.#column) row.push({ character: ' ', style: 'plain' });
    row[this.#column] = { character, style: this.#style };
    this.#column += 1;
  }
}

function spansOf(row: readonly Cell[]): readonly Span[] {
  const spans: Span[] = [];
  for (const { character, style } of row) {
    const last = spans.at(-1);
    if (last?.style === style) spans[spans.length - 1] = { text: last.text + character, style };
    else spans.push({ text: character, style });
  }
  return spans;
}
