import { MASK } from '../model/secret.ts';
import type { Secret } from '../model/secret.ts';

/** Shorter values and fragments are not masked, because they occur in most texts and reveal nothing. */
const MINIMUM_LENGTH = 4;
/**
 * A line of a private key in PEM, also after the `\n` of a key that is escaped into one line. Long enough to match
 * nothing else.
 */
const KEY_LINE = /(\\n)?([A-Za-z0-9+/]{24,}={0,2})/g;

/**
 * Returns a function that masks secrets in a line of text: plain, base64 (at any offset in the encoded text),
 * URL-encoded and JSON-escaped, in one pass, the longest form first. Each line of a multi-line secret (a key) is masked
 * by a lookup, because a cluster has thousands of them.
 */
export function redactor(secrets: Iterable<Secret>): (text: string) => string {
  const values = [...secrets].map((secret) => secret.reveal());
  const lines = new Set(values.filter((value) => value.includes('\n')).flatMap(keyLines));
  const maskValues = valueMask(values.filter((value) => !value.includes('\n')));
  if (lines.size === 0) return maskValues;
  return (text) =>
    maskValues(text).replace(KEY_LINE, (whole, before: string | undefined, line: string) =>
      lines.has(line) ? `${before ?? ''}${MASK}` : whole,
    );
}

function valueMask(values: readonly string[]): (text: string) => string {
  const forms = [...new Set(values.flatMap(formsOf))].filter((form) => form.length >= MINIMUM_LENGTH);
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

const keyLines = (value: string): readonly string[] => value.split('\n').map((line) => line.trim());

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
 * Returns the base64 digits that depend only on the value if `before` bytes (modulo 3) precede it, as a user name does
 * in an authorization header.
 */
function base64Within(value: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value, 'utf8')]);
  const first = Math.ceil((before * 8) / 6);
  const last = Math.floor((bytes.length * 8) / 6);
  return bytes.toString('base64').slice(first, last);
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
