import { Document, Scalar, visit } from 'yaml';
import { Secret } from '../model/secret.ts';
import type { ConfigObject, ConfigValue } from './config-object.ts';

const HEADER =
  '# Written by quorate from its inventory: changes belong there, a deploy replaces this file.\n';

/** Renders a config as YAML. The masked text has every secret masked. */
export function renderConfig(config: ConfigObject): Secret {
  return new Secret(
    serialize(config, (secret) => secret.reveal()),
    serialize(config, (secret) => secret.toString()),
  );
}

function serialize(config: ConfigObject, show: (secret: Secret) => string): string {
  const document = new Document(plain(config, show), { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'string' && !isOnlyText(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return HEADER + document.toString({ lineWidth: 0, doubleQuotedAsJSON: true });
}

function plain(value: ConfigValue, show: (secret: Secret) => string): unknown {
  if (value instanceof Secret) return show(value);
  if (Array.isArray(value)) return value.map((item: ConfigValue) => plain(item, show));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, show)]));
}

const NOT_TEXT = /^(y|yes|n|no|on|off|true|false|null|nan|inf)$/i;

/** True if neither YAML 1.1 nor 1.2 reads the text as a number, a boolean, a date or null. Other text is quoted. */
function isOnlyText(text: string): boolean {
  return /^[A-Za-z/][\w./-]*$/.test(text) && !NOT_TEXT.test(text);
}
