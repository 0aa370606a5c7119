import { Secret } from '../model/secret.ts';
import { isConfigObject } from './config-object.ts';
import type { ConfigObject, ConfigValue } from './config-object.ts';
import { yamlText } from './yaml-text.ts';
import type { Plain } from './yaml-text.ts';

const HEADER =
  '# Written by quorate from its inventory: changes belong there, a deploy replaces this file.\n';

/** Renders a config as YAML. The masked text has every secret masked. */
export function renderConfig(config: ConfigObject): Secret {
  return new Secret(
    () => serialize(config, (secret) => secret.reveal()),
    () => serialize(config, (secret) => secret.toString()),
  );
}

function serialize(config: ConfigObject, show: (secret: Secret) => string): string {
  return HEADER + yamlText(plainObject(config, show));
}

function plainObject(config: ConfigObject, show: (secret: Secret) => string): Record<string, Plain> {
  return Object.fromEntries(Object.entries(config).map(([key, item]) => [key, plain(item, show)]));
}

function plain(value: ConfigValue, show: (secret: Secret) => string): Plain {
  if (value instanceof Secret) return show(value);
  if (Array.isArray(value)) return value.map((item: ConfigValue) => plain(item, show));
  return isConfigObject(value) ? plainObject(value, show) : (value as Plain);
}
