import type { Problem } from '../errors/errors.ts';
import { checkSchema } from './schema/check-schema.ts';
import type { SchemaCheck } from './schema/check-schema.ts';
import { resolveFile } from './resolve/context.ts';
import type { InventoryContext } from './resolve/context.ts';
import type { Inventory } from './inventory.ts';
import { partialInventory } from './resolve/partial-inventory.ts';
import type { PartialInventory } from './resolve/partial-inventory.ts';
import { locationOf, warningLine, toProblems } from './problems.ts';
import type { InventoryFinding } from './problems.ts';
import { isWithin } from './schema/remove-invalid.ts';
import type { RawInventory } from './schema/raw.ts';
import { resolveInventory } from './resolve/resolve.ts';
import { checkRules, warnRules } from './rules/rules.ts';
import { resolveSecretsSource } from './resolve/secrets-source.ts';
import { parseSource } from './yaml/source.ts';
import type { YamlPath, YamlSource } from './yaml/source.ts';
import { syntaxFindings } from './yaml/syntax.ts';
import { findYamlPitfalls } from './yaml/yaml-pitfalls.ts';

/** An inventory, or everything that is wrong with it. */
export interface InventoryReading {
  /** Absent where there are problems. */
  readonly inventory?: Inventory;
  readonly problems: readonly Problem[];
  /** Where there are problems: what is clear all the same. Absent when the text is no inventory at all. */
  readonly partial?: PartialInventory;
}

/**
 * Reads an inventory's text; touches no file. Either everything holds, or there are problems, all that could be
 * found at once and in the order of the file.
 * @param context.path the file's name for messages
 */
export function readInventory(
  text: string,
  context: InventoryContext & { readonly path: string },
): InventoryReading {
  const source = parseSource(text, context.path);
  const broken = syntaxFindings(source);
  if (broken.length > 0) return { problems: toProblems(source, broken) };
  const traps = findYamlPitfalls(source);
  const unreadable = [...traps.structure, ...(traps.structure.length === 0 ? entangled(source) : [])];
  if (unreadable.length > 0) return { problems: toProblems(source, [...unreadable, ...traps.values]) };
  const checked = checkSchema(source);
  if (!checked.raw) return { problems: toProblems(source, [...traps.values, ...checked.findings]) };
  return readMeaning(source, context, { ...checked, raw: checked.raw, traps: traps.values });
}

interface Form extends SchemaCheck {
  readonly raw: RawInventory;
  readonly traps: readonly InventoryFinding[];
}

function acceptingFew(raw: RawInventory): RawInventory {
  return { ...raw, topology: { ...raw.topology, below_minimum: 'accept' } };
}

/** Rules across fields, on whatever the schema let through. */
function readMeaning(
  source: YamlSource,
  context: InventoryContext & { readonly path: string },
  form: Form,
): InventoryReading {
  const { raw, dropped } = form;
  const resolved = resolveInventory(raw, context);
  const seen = { ...resolved, raw: context.allowBelowMinimum ? acceptingFew(raw) : raw, dropped };
  const findings = [...resolved.findings, ...checkRules(seen)].filter((one) => !ofDropped(one, dropped));
  const problems = toProblems(source, [...form.traps, ...form.findings, ...findings]);
  const logins = resolved.hostPasswords.map(({ host, key, source: from, at }) => ({
    host,
    key,
    source: from,
    where: locationOf(source, { at }),
  }));
  const inventory = assemble({ ...context, text: source.text }, raw, {
    cluster: resolved.cluster,
    hostPasswords: logins,
  });
  if (problems.length > 0)
    return { problems, partial: partialInventory(inventory, { hosts: resolved.hosts, dropped, findings }) };
  const warnings = warnRules(seen).map((finding) => warningLine(source, finding));
  return { inventory: { ...inventory, cluster: { ...resolved.cluster, warnings } }, problems };
}

/** Aliases of aliases can stand for more than memory holds; the parser then refuses to expand them. */
function entangled({ document }: YamlSource): readonly InventoryFinding[] {
  try {
    document.toJS();
    return [];
  } catch {
    return [{ at: [], what: 'its anchors and aliases are too entangled', next: 'write the values out' }];
  }
}

/** Does a rule speak of what was left out, or miss it? That has been told. */
function ofDropped({ at }: InventoryFinding, dropped: readonly YamlPath[]): boolean {
  if ('span' in at) return false;
  const missed = dropped.some((path) => path.length === at.length + 1 && isWithin(path, [at]));
  return missed || isWithin(at, dropped);
}

function assemble(
  context: InventoryContext & { readonly path: string; readonly text: string },
  raw: RawInventory,
  parts: Pick<Inventory, 'cluster' | 'hostPasswords'>,
): Inventory {
  const file = (path: string) => resolveFile(path, context);
  const { package: packageFile, license } = raw.cloudify;
  return {
    ...parts,
    path: context.path,
    directory: context.directory,
    tlsDirectory: file(raw.tls.directory),
    serviceCa: {
      ...(raw.databases.external?.ca === undefined ? {} : { database: file(raw.databases.external.ca) }),
      ...(raw.brokers.external?.ca === undefined ? {} : { broker: file(raw.brokers.external.ca) }),
    },
    secretsSource: resolveSecretsSource(raw.secrets, context),
    ...(packageFile === undefined ? {} : { packagePath: file(packageFile) }),
    ...(license === undefined || license === false ? {} : { licensePath: file(license) }),
    text: context.text,
  };
}
