/** A line of the program's output, which the terminal wraps into rows at its width. */
type Line = string[];

/**
 * Emulates the part of a terminal that Quorate uses: cursor moves, erasing, and lines that are wrapped again when the
 * width changes, as most terminals do. It scrolls without a limit.
 */
export class Emulator {
  #width: number;
  #lines: Line[] = [[]];
  /** The cursor: line, and column within the line. */
  #at = { line: 0, column: 0 };

  constructor(width: number) {
    this.#width = width;
  }

  resize(width: number): void {
    this.#width = width;
  }

  write(text: string): void {
    for (const [token] of text.matchAll(/\u001b\[[\d;?]*[A-Za-z]|\n|\r|[^]/gu)) this.#obey(token);
  }

  /** The lines without trailing spaces. */
  get lines(): readonly string[] {
    return this.#lines.map((line) => line.join('').trimEnd());
  }

  #obey(token: string): void {
    if (token === '\n') return this.#down();
    if (token === '\r') return void (this.#at.column = this.#rowStart());
    if (!token.startsWith('\u001b')) return this.#put(token);
    const [, parameters = '', command = ''] = /\[([\d;?]*)(.)/.exec(token) ?? [];
    this.#codes[command]?.(Number(parameters) || 0);
  }

  readonly #codes: Readonly<Record<string, (n: number) => void>> = {
    A: (n) => Array.from({ length: n || 1 }, () => this.#up()),
    G: (n) => (this.#at.column = this.#rowStart() + Math.max(0, (n || 1) - 1)),
    K: (n) => this.#eraseRow(n),
    J: () => this.#eraseBelow(),
  };

  #rowStart(): number {
    return Math.floor(this.#at.column / this.#width) * this.#width;
  }

  #put(character: string): void {
    const line = (this.#lines[this.#at.line] ??= []);
    while (line.length < this.#at.column) line.push(' ');
    line[this.#at.column] = character;
    this.#at.column += 1;
  }

  #down(): void {
    this.#at = { line: this.#at.line + 1, column: 0 };
    this.#lines[this.#at.line] ??= [];
  }

  /** One row up, which may be in the same line if the line is wrapped. */
  #up(): void {
    const { line, column } = this.#at;
    const offset = column % this.#width;
    if (column >= this.#width) return void (this.#at.column -= this.#width);
    if (line === 0) return;
    const length = this.#lines[line - 1]?.length ?? 0;
    const lastRow = Math.max(0, Math.ceil(length / this.#width) - 1) * this.#width;
    this.#at = { line: line - 1, column: lastRow + offset };
  }

  #eraseRow(mode: number): void {
    const line = this.#lines[this.#at.line] ?? [];
    const start = mode === 2 ? this.#rowStart() : this.#at.column;
    for (let i = start; i < Math.min(line.length, this.#rowStart() + this.#width); i += 1) line[i] = ' ';
    while (line.at(-1) === ' ') line.pop();
  }

  #eraseBelow(): void {
    this.#lines = this.#lines.slice(0, this.#at.line + 1);
    this.#lines[this.#at.line] = (this.#lines[this.#at.line] ?? []).slice(0, this.#at.column);
  }
}
