import { isMap, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { SecretName } from '../../model/material.ts';
import { Secret } from '../../model/secret.ts';

/** Values of some or all secrets, by name. */
export type SecretValues = Readonly<Partial<Record<SecretName, Secret>>>;

const HEADER = '# Secrets of a Quorate inventory, one "name: value" per line.\n';

/** Returns the text of a secrets file with these values set. Everything else in it, including comments, is unchanged. */
export function withValues(text: Secret | undefined, values: SecretValues): Secret {
  const document: Document = parseDocument(text?.reveal().trim() ? text.reveal() : HEADER, {
    stringKeys: true,
  });
  if (!isMap(document.contents)) document.contents = document.createNode({});
  for (const [name, value] of Object.entries(values)) if (value) document.set(name, value.reveal());
  // Values are never folded, so that `grep` finds them.
  return new Secret(document.toString({ lineWidth: 0 }));
}
