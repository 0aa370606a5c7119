import { isMap, isScalar } from 'yaml';
import type { Document, YAMLMap } from 'yaml';
import { closest } from '../../errors/suggest.ts';
import { pinToText } from '../problems.ts';
import type { InventoryFinding } from '../problems.ts';
import { deref, nodeAt, pairOf } from '../yaml/source.ts';
import type { YamlPath, YamlSource } from '../yaml/source.ts';
import { errorPath, schemaErrors, schemaFinding } from './schema-messages.ts';
import type { SchemaError } from './validate.generated.js';

/**
 * Renames each misspelled key of `source.document` to the key that was meant, and removes each other unknown key, so
 * that their values and the rest of the inventory can be checked too.
 * @returns a finding for each unknown key, with its place in the original text
 */
export function repairUnknownKeys(source: YamlSource): readonly InventoryFinding[] {
  const unknown = schemaErrors(source.document).filter(isUnknownKey);
  const findings = unknown.map((error) => pinToText(source, schemaFinding(source, error)));
  const repaired = unknown.filter((error) => repairKey(source.document, error));
  // The validator reports unknown keys below a renamed key only now.
  return repaired.length === 0 ? findings : [...findings, ...repairUnknownKeys(source)];
}

export const isUnknownKey = ({ keyword }: SchemaError): boolean => keyword === 'additionalProperties';

/** Returns false if the key is not in the map itself but in a map merged into it, which stays as it is. */
function repairKey(document: Document.Parsed, error: SchemaError): boolean {
  const map = mapAt(document, errorPath(error));
  const unknown = String(error.params['additionalProperty']);
  const pair = map && pairOf(map, unknown);
  if (!map || !pair) return false;
  const meant = closest(unknown, Object.keys(error.parentSchema['properties'] ?? {}));
  if (meant === undefined || pairOf(map, meant)) return map.delete(unknown);
  if (isScalar(pair.key)) pair.key.value = meant;
  return true;
}

function mapAt(document: Document.Parsed, path: YamlPath): YAMLMap | undefined {
  const node = deref(document, nodeAt(document, path).value);
  return isMap(node) ? node : undefined;
}
