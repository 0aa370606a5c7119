import type { Answer } from '../model/health/gate.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Parses the JSON body of a response with one of these status codes. Returns undefined otherwise. Never throws. */
export function jsonOf(answer: Answer | undefined, ...statuses: readonly number[]): unknown {
  if (answer?.kind !== 'response' || !statuses.includes(answer.status)) return undefined;
  try {
    return JSON.parse(answer.body) as unknown;
  } catch {
    return undefined;
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the objects in a list and skips all other items. Returns undefined if the value is not a list. */
export function objectList(value: unknown): readonly Fields[] | undefined {
  return Array.isArray(value) ? value.filter(isFields) : undefined;
}

/** A field that is a text; the empty text for anything else. */
export function textOf(fields: Fields, key: string): string {
  const value = fields[key];
  return typeof value === 'string' ? value : '';
}

/** A field that is a list of texts; an empty list for anything else. */
export function textsOf(fields: Fields, key: string): readonly string[] {
  const value = fields[key];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
