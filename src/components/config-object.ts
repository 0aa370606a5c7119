import type { Json, JsonObject } from '../model/cluster.ts';
import { Secret } from '../model/secret.ts';

/** The data of a config.yaml, in which secrets are `Secret`. */
export type ConfigValue = Json | Secret | readonly ConfigValue[] | ConfigObject;
export interface ConfigObject {
  readonly [key: string]: ConfigValue;
}

export function isConfigObject(value: ConfigValue | undefined): value is ConfigObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Secret);
}

/** Merges an overlay into a config: objects key by key. Replaces all other values, including lists. */
export function mergeConfig(base: ConfigObject, overlay: JsonObject | ConfigObject): ConfigObject {
  const merged: Record<string, ConfigValue> = { ...base };
  for (const [key, value] of Object.entries(overlay)) {
    const before = merged[key];
    merged[key] = isConfigObject(before) && isConfigObject(value) ? mergeConfig(before, value) : value;
  }
  return merged;
}
