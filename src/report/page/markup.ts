import { printable, type Rendered } from '../../model/rendered.ts';
import { visible } from '../visible.ts';

declare const safe: unique symbol;

/** Markup in which all text is escaped. Only `html` and `joined` create it. */
export interface Markup {
  readonly [safe]: true;
  readonly text: string;
}

const markup = (text: string): Markup => ({ text }) as Markup;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Creates markup from a template. Escapes every value that is not markup itself, such as text from a host. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (Markup | Rendered | readonly Markup[])[]
): Markup {
  const texts = values.map((value) => {
    if (Array.isArray(value)) return joined(value as readonly Markup[]).text;
    return isMarkup(value) ? value.text : escape(printable(value as Rendered));
  });
  return markup(parts.map((part, index) => part + (texts[index] ?? '')).join(''));
}

export function joined(parts: readonly Markup[]): Markup {
  return markup(parts.map(({ text }) => text).join('\n'));
}

function isMarkup(value: unknown): value is Markup {
  return typeof value === 'object' && value !== null && 'text' in value;
}

export const NOTHING = markup('');
