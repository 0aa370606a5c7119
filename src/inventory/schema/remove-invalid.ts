import type { YamlPath } from '../yaml/source.ts';
import { validate } from './validate.generated.js';
import type { SchemaError } from './validate.generated.js';
import { errorPath } from './schema-messages.ts';

/** Placeholders, by path, for required values that are missing or invalid. */
const PLACEHOLDERS: Readonly<Record<string, () => unknown>> = {
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
 * Removes from `value` what does not match the schema, so that the rules can check the rest: an optional key, or a whole
 * host, which leaves a hole in its list so that the other hosts keep their index.
 * @returns the paths that were removed or replaced by a placeholder; the root (`[]`) if nothing is left
 */
export function removeInvalid(value: unknown): readonly YamlPath[] {
  const dropped: YamlPath[] = [];
  for (;;) {
    validate(value);
    const wrong = (validate.errors ?? []).filter(
      (error) => error.keyword !== 'if' && !isCovered(error, dropped),
    );
    if (wrong.length === 0) return dropped;
    for (const error of wrong) dropped.push(dropFault(value, error));
  }
}

/** True if the path of an error was dropped already. A required key stays missing after its invalid value was removed. */
function isCovered(error: SchemaError, dropped: readonly YamlPath[]): boolean {
  return isWithin(error.keyword === 'required' ? errorPath(error) : faultPath(error), dropped);
}

/** True if `paths` contains the path or one of its ancestors. */
export function isWithin(path: YamlPath, paths: readonly YamlPath[]): boolean {
  return paths.some((above) => above.every((part, index) => path[index] === part));
}

/** Returns the path of the invalid value, or of the key that is missing or unknown. */
function faultPath(error: SchemaError): YamlPath {
  const at = errorPath(error);
  const key = error.params['missingProperty'] ?? error.params['additionalProperty'];
  return typeof key === 'string' ? [...at, key] : at;
}

function dropFault(root: unknown, error: SchemaError): YamlPath {
  const place = faultPath(error);
  const placeholder = PLACEHOLDERS[place.join('.')];
  if (placeholder) {
    put(root, place, placeholder());
    return place;
  }
  const whole = error.keyword === 'required' ? errorPath(error) : place;
  put(root, whole, undefined);
  return whole;
}

/** Sets the value at a path. Deletes the key if `value` is undefined. */
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
