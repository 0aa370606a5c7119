import { isMap, isScalar } from 'yaml';
import type { Document, YAMLMap } from 'yaml';
import { closest } from '../../errors/suggest.ts';
import { pinToText } from '../problems.ts';
import type { InventoryFinding } from '../problems.ts';
import { removeInvalid } from './remove-invalid.ts';
import type { RawInventory } from './raw.ts';
import { deref, nodeAt, pairOf } from '../yaml/source.ts';
import type { YamlPath, YamlSource } from '../yaml/source.ts';
import { validate } from './validate.generated.js';
import type { SchemaError } from './validate.generated.js';
import { schemaFinding, errorPath } from './schema-messages.ts';

export interface SchemaCheck {
  /** What the file says, without what is wrong in it; absent when too little is left to go on with. */
  readonly raw?: RawInventory;
  readonly findings: readonly InventoryFinding[];
  /** Where something was left out because it is wrong or missing: that has been told. */
  readonly dropped: readonly YamlPath[];
}

/**
 * Holds a parsed inventory against its schema. To find all mistakes at once it repairs its own copy as it goes: a
 * misspelt key is read as the one that was meant, an unknown or wrong one is left out.
 */
export function checkSchema(source: YamlSource): SchemaCheck {
  const findings: InventoryFinding[] = [];
  for (;;) {
    const errors = errorsOf(source.document);
    const unknown = errors.filter(isUnknownKey);
    findings.push(...unknown.map((error) => pinToText(source, schemaFinding(source, error))));
    if (unknown.map((error) => repairKey(source.document, error)).includes(true)) continue;
    const others = errors.filter((error) => !isUnknownKey(error));
    return { findings, ...withoutWrong(source, others, findings) };
  }
}

const isUnknownKey = ({ keyword }: SchemaError): boolean => keyword === 'additionalProperties';

function errorsOf(document: Document.Parsed): readonly SchemaError[] {
  validate(document.toJS());
  return validate.errors ?? [];
}

/** Renames an unknown key to the one that was meant, unless that is there too; else removes it. @returns done? */
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

function withoutWrong(
  source: YamlSource,
  errors: readonly SchemaError[],
  findings: InventoryFinding[],
): Pick<SchemaCheck, 'raw' | 'dropped'> {
  const { document } = source;
  findings.push(...errors.map((error) => pinToText(source, schemaFinding(source, error))));
  for (const error of errors) takeAsText(document, error);
  const value: unknown = document.toJS();
  const dropped = removeInvalid(value);
  return dropped.some(({ length }) => length === 0) ? { dropped } : { raw: value as RawInventory, dropped };
}

/** A number where text is wanted has been told; what it says can be looked at further. */
function takeAsText(document: Document.Parsed, { keyword, params, ...error }: SchemaError): void {
  const node = deref(document, nodeAt(document, errorPath(error)).value);
  if (keyword !== 'type' || !isScalar(node) || typeof node.value !== 'number') return;
  if ([params['type']].flat().includes('string')) node.value = node.source;
}

function mapAt(document: Document.Parsed, path: YamlPath): YAMLMap | undefined {
  const { value } = nodeAt(document, path);
  const node = deref(document, value);
  return isMap(node) ? node : undefined;
}
