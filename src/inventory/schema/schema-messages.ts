import { isScalar } from 'yaml';
import type { Document } from 'yaml';
import { closest, didYouMean } from '../../errors/suggest.ts';
import type { InventoryFinding } from '../problems.ts';
import { deref, nodeAt } from '../yaml/source.ts';
import type { YamlPath, YamlSource } from '../yaml/source.ts';
import { YES_OR_NO } from '../yaml/yaml-pitfalls.ts';
import { validate } from './validate.generated.js';
import type { SchemaError } from './validate.generated.js';

/** Returns the schema errors of a document. */
export function schemaErrors(document: Document.Parsed): readonly SchemaError[] {
  validate(document.toJS());
  return (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
}

/** Returns the path of a schema error: list indices as numbers, keys as text. */
export function errorPath({ instancePath }: Pick<SchemaError, 'instancePath'>): YamlPath {
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Explains a schema error: what is wrong and what to write instead. Never quotes a password. */
export function schemaFinding(source: YamlSource, error: SchemaError): InventoryFinding {
  const at = errorPath(error);
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(at, error);
    case 'required':
      return missingKey(at, error);
    case 'type':
      return wrongType(source, at, error);
    case 'enum':
      return notAllowed(at, error);
    default:
      return { at, ...otherwise(nameOf(at), error) };
  }
}

function unknownKey(at: YamlPath, error: SchemaError): InventoryFinding {
  const key = String(error.params['additionalProperty']);
  const known = Object.keys(error.parentSchema['properties'] ?? {});
  const what = `unknown key "${key}"${didYouMean(key, known)}`;
  const finding: InventoryFinding = { at: [...at, key], part: 'key', what };
  if (closest(key, known) !== undefined) return finding;
  if (known.includes('ssh') && SSH_KEYS.includes(key)) return { ...finding, next: 'move it under ssh:' };
  return { ...finding, next: `known keys: ${known.join(', ')}` };
}

/** Keys of ssh: that operators often write on the host itself. */
const SSH_KEYS = [
  'user',
  'port',
  'identity',
  'agent',
  'password',
  'become',
  'known_hosts',
  'host_keys',
  'connect_timeout',
  'jump',
  'client',
];

function missingKey(at: YamlPath, error: SchemaError): InventoryFinding {
  const key = String(error.params['missingProperty']);
  const properties = error.parentSchema['properties'] as Record<string, { description?: string }> | undefined;
  const meaning = properties?.[key]?.description;
  return {
    at,
    ...(at.length === 0 || typeof at.at(-1) === 'number' ? {} : { part: 'key' as const }),
    what: `${nameOf(at)} lacks "${key}"`,
    ...(meaning === undefined ? {} : { next: `add ${key}: ${meaning}` }),
  };
}

function wrongType(source: YamlSource, at: YamlPath, error: SchemaError): InventoryFinding {
  const wanted = [error.params['type']].flat().map(String);
  const name = nameOf(at);
  const text = sourceOf(source, at);
  if (error.data === null)
    return {
      at,
      what: `${name} is empty`,
      next: `write ${kinds(wanted)}`,
      ...(at.length > 0 && meaningOf(error)),
    };
  if (wanted.includes('boolean') && typeof error.data === 'string' && YES_OR_NO.test(error.data))
    return {
      at,
      what: `"${error.data}" is text, not true or false`,
      why: 'YAML 1.2 no longer reads yes, no, on and off as booleans',
      next: `write ${name}: ${/^(?:y|on)/i.test(error.data)}`,
    };
  const what = `${name} must be ${kinds(wanted)}, not ${kindOf(error.data)}`;
  if (wanted.includes('string') && text !== undefined && typeof error.data !== 'object')
    return { at, what, next: `put it in quotes: '${text}'`, minor: true };
  return { at, what, ...shapeHint(at, error) };
}

/** Returns the form of a role, a host or another value. */
function shapeHint(at: YamlPath, error: SchemaError): Pick<InventoryFinding, 'next'> {
  const name = nameOf(at);
  if (at.length === 1 && Array.isArray(error.data))
    return { next: `write "hosts:" under "${name}:", and the list under it` };
  if (at.at(-1) === 'hosts') return { next: 'write one host per line: - { name: …, address: … }' };
  if (typeof at.at(-1) === 'number') return { next: 'write a host as { name: …, address: … }' };
  return meaningOf(error);
}

/** Returns the schema's description of the value. */
function meaningOf({ parentSchema }: SchemaError): Pick<InventoryFinding, 'next'> {
  const meaning = parentSchema['description'];
  return typeof meaning === 'string' ? { next: meaning } : {};
}

function notAllowed(at: YamlPath, error: SchemaError): InventoryFinding {
  const allowed = (error.params['allowedValues'] as readonly unknown[]).map(String);
  const given = typeof error.data === 'string' ? error.data : '';
  return {
    at,
    what: `${nameOf(at)} cannot be ${given === '' ? kindOf(error.data) : `"${given}"`}${didYouMean(given, allowed)}`,
    next: `use ${allowed.join(' or ')}`,
  };
}

function otherwise(name: string, error: SchemaError): Pick<InventoryFinding, 'what' | 'next'> {
  const limit = String(error.params['limit']);
  switch (error.keyword) {
    case 'pattern':
      return { what: `${name} is invalid`, next: String(error.parentSchema['patternErrorMessage']) };
    case 'minimum':
      return { what: `${name} must be at least ${limit}`, ...meaningOf(error) };
    case 'maximum':
      return { what: `${name} must be at most ${limit}`, ...meaningOf(error) };
    case 'minItems':
      return { what: `${name} is empty`, next: 'list at least one host', ...meaningOf(error) };
    case 'minProperties':
    case 'maxProperties':
      return { what: `${name} must have exactly one key`, ...meaningOf(error) };
    default:
      return error.data === true
        ? { what: `${name} cannot be true`, next: 'name a file, or write false' }
        : { what: `${name} cannot be false`, next: 'write true, or a prefix' };
  }
}

/** Returns the name of a path in messages: `brokers.ssh.port`; within a host `ssh.port`; a host `host 2 of brokers`. */
function nameOf(at: YamlPath): string {
  if (at.length === 0) return 'the inventory';
  const last = at.findLastIndex((part, index) => typeof part === 'number' && at[index - 1] === 'hosts');
  if (last >= 0 && last === at.length - 1) return `host ${Number(at[last]) + 1} of ${String(at[0])}`;
  const own = at.slice(last + 1);
  const item = own.at(-1);
  return typeof item === 'number' ? `item ${item + 1} of ${own.slice(0, -1).join('.')}` : own.join('.');
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'a map',
  array: 'a list',
  boolean: 'true or false',
  integer: 'an integer',
  number: 'a number',
};

const kinds = (types: readonly string[]): string =>
  types
    .filter((type) => type !== 'number' || !types.includes('string'))
    .map((type) => KINDS[type] ?? type)
    .join(' or ');

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'nothing';
  return KINDS[typeof value] ?? typeof value;
}

/** Returns a scalar as it is written in the file. */
function sourceOf({ document }: YamlSource, at: YamlPath): string | undefined {
  const node = deref(document, nodeAt(document, at).value);
  return isScalar(node) ? node.source : undefined;
}
