import type { Problem } from '../errors/errors.ts';
import { substituteEnvironment } from './compose/environment.ts';
import { includeDefaults } from './compose/include.ts';
import { expandRanges } from './compose/ranges.ts';
import { checkSchema } from './schema/check-schema.ts';
import type { SchemaCheck } from './schema/check-schema.ts';
import { resolveFile } from './resolve/context.ts';
import type { InventoryContext } from './resolve/context.ts';
import type { Inventory } from './inventory.ts';
import { partialInventory } from './resolve/partial-inventory.ts';
import type { PartialInventory } from './resolve/partial-inventory.ts';
import { locationOf, startOf, toProblems, warningLine } from './problems.ts';
import type { InventoryFinding } from './problems.ts';
import { isWithin } from './schema/remove-invalid.ts';
import type { RawInventory } from './schema/raw.ts';
import { resolveInventory } from './resolve/resolve.ts';
import { checkRules, warnRules } from './rules/rules.ts';
import { resolveSecretsSource } from './resolve/secrets-source.ts';
import { parseSource } from './yaml/source.ts';
import type { YamlPath, YamlSource } from './yaml/source.ts';
import { textFaults } from './yaml/text-faults.ts';

/** An inventory, or all problems of it. */
export interface InventoryReading {
  /** The inventory; absent if it has problems. */
  readonly inventory?: Inventory;
  readonly problems: readonly Problem[];
  /**
   * If there are problems: the parts that no problem affects. Absent if the text is not YAML, or not an inventory at
   * all.
   */
  readonly partial?: PartialInventory;
}

/**
 * Reads an inventory from its text, without any file access. Returns all problems that can be found at once, in the
 * order of the file.
 * @param context.path name of the file in messages
 */
export function readInventory(
  text: string,
  context: InventoryContext & { readonly path: string },
): InventoryReading {
  const own = parseSource(text, context.path);
  const { findings: faults, isReadable } = textFaults(own);
  if (!isReadable) return { problems: toProblems(own, faults) };
  const substituted = substituteEnvironment(own, context.env);
  const { source, ...included } = includeDefaults(own, context.included, context.env);
  const composed = [substituted, included, expandRanges(source)];
  const composition = [...faults, ...composed.flatMap(({ findings }) => findings)];
  const explained = composed.flatMap((step) => step.explained);
  const unexplained = (findings: readonly InventoryFinding[]) =>
    findings.filter((finding) => !explained.includes(startOf(source, finding)));
  const checked = checkSchema(source);
  if (!checked.raw)
    return { problems: toProblems(source, [...composition, ...unexplained(checked.findings)]) };
  const raw = withAllRoles(checked.raw);
  return resolveAndCheck(source, context, { ...checked, raw, composition, unexplained });
}

/** Adds the roles that an inventory of the native platform may omit. */
function withAllRoles(raw: RawInventory): RawInventory {
  const none = { hosts: [] };
  return raw.native
    ? {
        ...raw,
        databases: raw.databases ?? none,
        brokers: raw.brokers ?? none,
        managers: raw.managers ?? none,
      }
    : raw;
}

interface ValidatedInventory extends SchemaCheck {
  readonly raw: RawInventory;
  /** Findings of the text, and of the steps that compose the document. */
  readonly composition: readonly InventoryFinding[];
  /** Leaves out findings about values that have a finding of the composition. */
  readonly unexplained: (findings: readonly InventoryFinding[]) => readonly InventoryFinding[];
}

function acceptingBelowMinimum(raw: RawInventory): RawInventory {
  return { ...raw, topology: { ...raw.topology, below_minimum: 'accept' } };
}

/** Resolves what the schema accepted, and applies the rules across fields. */
function resolveAndCheck(
  source: YamlSource,
  context: InventoryContext & { readonly path: string },
  validated: ValidatedInventory,
): InventoryReading {
  const { raw, dropped } = validated;
  const resolved = resolveInventory(raw, context);
  const input = { ...resolved, raw: context.allowBelowMinimum ? acceptingBelowMinimum(raw) : raw, dropped };
  const findings = [...resolved.findings, ...checkRules(input)].filter(
    (one) => !concernsDropped(one, dropped),
  );
  const problems = toProblems(source, [
    ...validated.composition,
    ...validated.unexplained([...validated.findings, ...findings]),
  ]);
  const hostPasswords = resolved.hostPasswords.map(({ host, key, source: from, at }) => ({
    host,
    key,
    source: from,
    where: locationOf(source, { at }),
  }));
  const inventory = assemble({ ...context, text: source.text }, raw, {
    cluster: resolved.cluster,
    hostPasswords,
  });
  if (problems.length > 0)
    return {
      problems,
      partial: partialInventory(inventory, { hosts: resolved.hosts, dropped, findings }),
    };
  const warnings = warnRules(input).map((finding) => warningLine(source, finding));
  return { inventory: { ...inventory, cluster: { ...resolved.cluster, warnings } }, problems };
}

/**
 * True if a finding is about a part that the schema check left out, or about its absence. Such a part already has a
 * finding.
 */
function concernsDropped({ at }: InventoryFinding, dropped: readonly YamlPath[]): boolean {
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
    ...packagesOf(raw, file),
    text: context.text,
  };
}

/** Paths of the product's package and license, and of the source of packages. */
function packagesOf(
  { cloudify, native }: RawInventory,
  file: (path: string) => string,
): Pick<Inventory, 'packagePath' | 'licensePath' | 'repositoryKeyPath' | 'packageDirectory'> {
  const { package: packageFile, license } = cloudify ?? {};
  const { repository, directory } = native?.packages ?? {};
  return {
    ...(packageFile === undefined ? {} : { packagePath: file(packageFile) }),
    ...(license === undefined || license === false ? {} : { licensePath: file(license) }),
    ...(repository === undefined ? {} : { repositoryKeyPath: file(repository.key) }),
    ...(directory === undefined ? {} : { packageDirectory: file(directory) }),
  };
}
