import type { Json, JsonObject } from '../../../model/cluster.ts';
import { Secret } from '../../../model/secret.ts';

/** A config.yaml before it is text: plain data in which secrets are still Secret. */
export type ConfigValue = Json | Secret | readonly ConfigValue[] | ConfigObject;
export interface ConfigObject {
  readonly [key: string]: ConfigValue;
}

export function isConfigObject(value: ConfigValue | undefined): value is ConfigObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Secret);
}

/** Lays an overlay over a config: objects are merged key by key, everything else (lists too) is replaced. */
export function mergeConfig(base: ConfigObject, overlay: JsonObject | ConfigObject): ConfigObject {
  const merged: Record<string, ConfigValue> = { ...base };
  for (const [key, value] of Object.entries(overlay)) {
    const before = merged[key];
    merged[key] = isConfigObject(before) && isConfigObject(value) ? mergeConfig(before, value) : value;
  }
  return merged;
}
