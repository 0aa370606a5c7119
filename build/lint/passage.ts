import { GLOSSARY } from './glossary.ts';
import type { Kind } from './glossary.ts';

/** Text to check, without comment signs, quotes and line breaks. */
export interface Passage {
  readonly kind: Kind;
  readonly text: string;
  /** For each character of `text`, its offset in the source. */
  readonly offsets: readonly number[];
}

/** Builds a passage from pieces of the source. */
export class PassageBuilder {
  readonly #kind: Kind;
  readonly #offsets: number[] = [];
  #text = '';

  constructor(kind: Kind) {
    this.#kind = kind;
  }

  /** Adds source text that starts at `offset`. Collapses white space. */
  add(text: string, offset: number): this {
    for (let i = 0; i < text.length; i += 1) {
      const character = text.charAt(i);
      if (/\s/.test(character)) this.space(offset + i);
      else this.#push(character, offset + i);
    }
    return this;
  }

  space(offset: number): this {
    if (this.#text !== '' && !this.#text.endsWith(' ')) this.#push(' ', offset);
    return this;
  }

  /** Adds the placeholder for a value that the source does not show. */
  value(offset: number): this {
    for (const character of GLOSSARY.placeholder) this.#push(character, offset);
    return this;
  }

  build(): Passage {
    const text = this.#text.trimEnd();
    return { kind: this.#kind, text, offsets: this.#offsets.slice(0, text.length) };
  }

  #push(character: string, offset: number): void {
    this.#text += character;
    this.#offsets.push(offset);
  }
}

/** Adds the raw text of a literal: an escaped line break or tab is white space, any other escape is its character. */
export function addLiteral(builder: PassageBuilder, raw: string, offset: number): void {
  for (let i = 0; i < raw.length; i += 1) {
    if (raw.charAt(i) !== '\\') builder.add(raw.charAt(i), offset + i);
    else {
      i += 1;
      if (/[nrt\n]/.test(raw.charAt(i))) builder.space(offset + i);
      else builder.add(raw.charAt(i), offset + i);
    }
  }
}
