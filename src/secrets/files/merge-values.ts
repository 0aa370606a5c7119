import { isMap, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { SecretName } from '../../model/material.ts';
import { SECRET_NAMES } from '../../model/material.ts';
import { Secret } from '../../model/secret.ts';

/** Values by name, of some or all secrets. */
export type SecretValues = Readonly<Partial<Record<SecretName, Secret>>>;

const HEADER = '# Secrets of a Quorate inventory, one "name: value" a line.\n';

/** The text of a secrets file with these values in it; everything else of it, comments too, stays as it was. */
export function withValues(text: Secret | undefined, values: SecretValues): Secret {
  const document: Document = parseDocument(text?.reveal().trim() ? text.reveal() : HEADER, {
    stringKeys: true,
  });
  if (!isMap(document.contents)) document.contents = document.createNode({});
  for (const name of SECRET_NAMES) {
    const value = values[name];
    if (value) document.set(name, value.reveal());
  }
  // Never folded: a value is one line, as people and `grep` expect it.
  return new Secret(document.toString({ lineWidth: 0 }));
}
