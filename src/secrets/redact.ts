import { MASK } from '../model/secret.ts';
import type { Secret } from '../model/secret.ts';

/** A shorter value, or fragment of one, would mask half of all text and still give nothing away. */
const SHORTEST = 4;
/** Of a secret of several lines (a key): lines of this length without a space are masked one by one. */
const SHORTEST_LINE = 24;

/**
 * Makes the function that masks secrets in a line of text: plain, base64 (wherever the value stands in what was
 * encoded), URL-encoded and as JSON writes it. One pass over the text, the longest form first.
 */
export function redactor(secrets: Iterable<Secret>): (text: string) => string {
  const values = [...secrets].flatMap((secret) => valuesOf(secret.reveal()));
  const forms = [...new Set(values.flatMap(formsOf))].filter((form) => form.length >= SHORTEST);
  if (forms.length === 0) return (text) => text;
  const pattern = new RegExp(
    forms
      .sort((a, b) => b.length - a.length)
      .map(escape)
      .join('|'),
    'g',
  );
  return (text) => text.replace(pattern, MASK);
}

function valuesOf(value: string): readonly string[] {
  if (!value.includes('\n')) return [value];
  return value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length >= SHORTEST_LINE && /^[^\s-]+$/.test(line));
}

function formsOf(value: string): readonly string[] {
  const encoded = encodeURIComponent(value);
  const base64 = [0, 1, 2].map((before) => base64Within(value, before));
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encoded,
    encoded.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
    encoded.replaceAll('%20', '+'),
    encoded.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
    ...base64,
    Buffer.from(value, 'utf8').toString('base64'),
    Buffer.from(value, 'utf8').toString('base64url'),
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

/**
 * The base64 digits that a value alone decides when `before` bytes (modulo 3) come before it, as the user name does
 * in an authorization header.
 */
function base64Within(value: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value, 'utf8')]);
  const first = Math.ceil((before * 8) / 6);
  const last = Math.floor((bytes.length * 8) / 6);
  return bytes.toString('base64').slice(first, last);
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
