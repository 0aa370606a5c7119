import type { Json, JsonObject } from '../model/cluster.ts';

/** One overlay over another: maps are merged key by key, everything else of the second replaces the first's. */
export function mergeOverlays(below: JsonObject, above: JsonObject): JsonObject {
  const names = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries([...names].map((name) => [name, mergeValue(own(below, name), own(above, name))]));
}

function mergeValue(below: Json | undefined, above: Json | undefined): Json {
  if (isObject(below) && isObject(above)) return mergeOverlays(below, above);
  return above ?? below ?? null;
}

/** A key such as `constructor` must not find what every object inherits. */
const own = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
