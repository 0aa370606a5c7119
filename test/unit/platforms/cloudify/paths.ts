import {
  isConfigObject,
  type ConfigObject,
  type ConfigValue,
} from '../../../../src/components/config-object.ts';

/** Every key path of a config, sections too. */
export function paths(config: ConfigObject, above = ''): readonly string[] {
  return Object.entries(config).flatMap(([key, value]: [string, ConfigValue]) => [
    `${above}${key}`,
    ...(isConfigObject(value) ? paths(value, `${above}${key}.`) : []),
  ]);
}
