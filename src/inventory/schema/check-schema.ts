import { isScalar } from 'yaml';
import type { Document } from 'yaml';
import { pinToText } from '../problems.ts';
import type { InventoryFinding } from '../problems.ts';
import { deref, nodeAt } from '../yaml/source.ts';
import type { YamlPath, YamlSource } from '../yaml/source.ts';
import type { RawInventory } from './raw.ts';
import { removeInvalid } from './remove-invalid.ts';
import { isUnknownKey, repairUnknownKeys } from './repair-keys.ts';
import { errorPath, schemaErrors, schemaFinding } from './schema-messages.ts';
import type { SchemaError } from './validate.generated.js';

export interface SchemaCheck {
  /** The inventory without its invalid parts. Absent if too little is left to check further. */
  readonly raw?: RawInventory;
  readonly findings: readonly InventoryFinding[];
  /** Paths that were left out or replaced by a placeholder. Each has a finding. */
  readonly dropped: readonly YamlPath[];
}

/**
 * Checks a parsed inventory against its schema. To find all mistakes at once, it repairs `source.document`: it renames
 * misspelled keys, removes unknown keys and reads numbers as text where the schema requires text. The result leaves out
 * what is still invalid.
 */
export function checkSchema(source: YamlSource): SchemaCheck {
  const { document } = source;
  const unknownKeys = repairUnknownKeys(source);
  const errors = schemaErrors(document).filter((error) => !isUnknownKey(error));
  const findings = [
    ...unknownKeys,
    ...errors.map((error) => pinToText(source, schemaFinding(source, error))),
  ];
  for (const error of errors) readNumberAsText(document, error);
  const value: unknown = document.toJS();
  const dropped = removeInvalid(value);
  const isEmpty = dropped.some((path) => path.length === 0);
  return { findings, dropped, ...(isEmpty ? {} : { raw: value as RawInventory }) };
}

/** Replaces a number by its text if the schema requires text, so that later checks can read the value. */
function readNumberAsText(document: Document.Parsed, { keyword, params, ...error }: SchemaError): void {
  const node = deref(document, nodeAt(document, errorPath(error)).value);
  if (keyword !== 'type' || !isScalar(node) || typeof node.value !== 'number') return;
  if ([params['type']].flat().includes('string')) node.value = node.source;
}
