import type { Schema } from './type-schema.ts';

/** A page of the reference. */
export interface Page {
  /** Name of its file, without `.md`. */
  readonly name: string;
  readonly title: string;
  /** The first sentences: what the page lists. */
  readonly intro: string;
  readonly body: readonly string[];
}

export function pageText({ title, intro, body }: Page): string {
  const made = '<!-- Made by `npm run reference`. Do not edit. cspell:disable -->';
  return `${[made, `# ${title}`, intro, ...body].join('\n\n')}\n`;
}

export function table(head: readonly string[], rows: readonly (readonly (string | undefined)[])[]): string {
  const line = (cells: readonly (string | undefined)[]) =>
    `| ${cells.map((cell) => (cell ?? '').replaceAll('|', '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** Plain text in Markdown: `<` and `*` have no meaning. */
export function plain(text: string): string {
  return text.replace(/[<*]/g, '\\$&');
}

/** Describes the values that a schema accepts. */
export function typeText(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/definitions/', '');
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (schema.enum) return schema.enum.map((one) => code(String(one))).join(', ');
  if (schema.anyOf) return schema.anyOf.map(typeText).join(' or ');
  if (schema.items) return `list of ${typeText(schema.items)}`;
  if (schema.additionalProperties) return `by name: ${typeText(schema.additionalProperties)}`;
  if (schema.properties) return objectText(schema);
  return schema.type ?? 'any value';
}

function objectText({ properties = {}, required = [] }: Schema): string {
  const keys = Object.entries(properties).map(([name, schema]) => {
    const optional = required.includes(name) ? '' : '?';
    return `${code(name + optional)} (${typeText(schema)})`;
  });
  return keys.length === 0 ? 'an empty object' : `object with ${keys.join(', ')}`;
}

/** The table of the keys of an object. */
export function keysTable({ properties = {}, required = [] }: Schema): string {
  const rows = Object.entries(properties).map(([name, schema]) => [
    code(required.includes(name) ? name : `${name}?`),
    typeText(schema),
    plain(schema.description ?? ''),
  ]);
  return table(['key', 'value', 'meaning'], rows);
}
