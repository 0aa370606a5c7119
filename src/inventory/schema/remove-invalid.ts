import type { YamlPath } from '../yaml/source.ts';
import { validate } from './validate.generated.js';
import type { SchemaError } from './validate.generated.js';
import { errorPath } from './schema-messages.ts';

/** What stands for something that is missing and without which there is nothing to go on with, by its path. */
const STAND_INS: Readonly<Record<string, () => unknown>> = {
  name: () => 'unnamed',
  cloudify: () => ({ version: '' }),
  'cloudify.version': () => '',
  tls: () => ({ directory: '' }),
  'tls.directory': () => '',
  secrets: () => ({}),
  databases: () => ({}),
  brokers: () => ({}),
  managers: () => ({ hosts: [] }),
  'managers.hosts': () => [],
};

/**
 * Leaves out of a value what its schema does not let through, so that the rules can look at the rest: an optional key,
 * a whole host (a hole in its list, so that the others keep their places).
 * @returns the paths of what was left out, or of what something else stands for; the root, when nothing is left
 */
export function removeInvalid(value: unknown): readonly YamlPath[] {
  const dropped: YamlPath[] = [];
  for (;;) {
    validate(value);
    const wrong = (validate.errors ?? []).filter((error) => !isTold(error, dropped));
    if (wrong.length === 0) return dropped;
    for (const error of wrong) dropped.push(dropAt(value, error));
  }
}

/** What is missing is missing still after the wrong value there was left out. */
function isTold(error: SchemaError, dropped: readonly YamlPath[]): boolean {
  return isWithin(error.keyword === 'required' ? errorPath(error) : placeOf(error), dropped);
}

/** Is one of the paths this one, or above it? */
export function isWithin(path: YamlPath, paths: readonly YamlPath[]): boolean {
  return paths.some((above) => above.every((part, index) => path[index] === part));
}

/** What an error is about: the value, or the key that is missing or too many. */
function placeOf(error: SchemaError): YamlPath {
  const at = errorPath(error);
  const key = error.params['missingProperty'] ?? error.params['additionalProperty'];
  return typeof key === 'string' ? [...at, key] : at;
}

function dropAt(root: unknown, error: SchemaError): YamlPath {
  const place = placeOf(error);
  const standIn = STAND_INS[place.join('.')];
  if (standIn) {
    put(root, place, standIn());
    return place;
  }
  const whole = error.keyword === 'required' ? errorPath(error) : place;
  put(root, whole, undefined);
  return whole;
}

/** @param value undefined: nothing shall be there */
function put(root: unknown, path: YamlPath, value: unknown): void {
  const parent = path.slice(0, -1).reduce<unknown>((below, part) => childOf(below, part), root);
  const key = path.at(-1);
  if (typeof parent !== 'object' || parent === null || key === undefined) return;
  if (value === undefined) Reflect.deleteProperty(parent, key);
  else Reflect.set(parent, key, value);
}

function childOf(value: unknown, part: string | number): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, part) as unknown) : undefined;
}
