import { isMap, isScalar } from 'yaml';
import type { Node, YAMLMap } from 'yaml';
import { UsageError } from '../../errors/errors.ts';
import { toProblems } from '../problems.ts';
import type { InventoryFinding } from '../problems.ts';
import type { RoleSection } from '../draft.ts';
import { parseSource } from '../yaml/source.ts';
import type { YamlPath, YamlSource } from '../yaml/source.ts';
import { syntaxFindings } from '../yaml/syntax.ts';

/**
 * A configuration file of cfy_cluster_manager: values by path, joined with dots (`existing_vms.manager-1.private_ip`), as
 * text. Empty values are absent, because the tool generates a file with all keys and no values.
 */
export interface ClusterConfig {
  readonly source: YamlSource;
  readonly values: ReadonlyMap<string, string>;
  /** Names under existing_vms. */
  readonly machines: readonly string[];
}

/** @throws UsageError with file, line and column if the text is not such a file */
export function readClusterConfig(text: string, file: string): ClusterConfig {
  const source = parseSource(text, file);
  const { contents } = source.document;
  const machines = isMap(contents) ? contents.get('existing_vms') : undefined;
  const findings = [
    ...syntaxFindings(source),
    ...(isMap(machines) && machines.items.length > 0 ? [] : [notAConfig()]),
  ];
  if (findings.length > 0) throw invalidConfig(source, findings.slice(0, 1));
  const values = new Map(flat(contents, []));
  return { source, values, machines: (machines as YAMLMap).items.map(({ key }) => String(key)) };
}

/** The findings as an error, each with its place in the file. */
export function invalidConfig(source: YamlSource, findings: readonly InventoryFinding[]): UsageError {
  return new UsageError(toProblems(source, findings));
}

/** The tool's two names of the package's path, the newer one first. */
export const PACKAGE_KEYS = ['manager_rpm_path', 'manager_rpm_download_link'] as const;

/** The value of the first key that has one. */
export function firstOf({ values }: ClusterConfig, keys: readonly string[]): string | undefined {
  return keys.map((key) => values.get(key)).find((value) => value !== undefined);
}

export const isUrl = (path: string): boolean => /^[a-z]+:\/\//i.test(path);

/** The release, from the name of the package. */
export function importedRelease(config: ClusterConfig): string | undefined {
  return /(\d+\.\d+\.\d+)[^/]*$/.exec(firstOf(config, PACKAGE_KEYS) ?? '')?.[1];
}

const ROLE_OF: Readonly<Record<string, RoleSection>> = {
  postgresql: 'databases',
  rabbitmq: 'brokers',
  manager: 'managers',
};

/** The section of the inventory for a machine; undefined if its name does not say its service. */
export const sectionOf = (machine: string): RoleSection | undefined => ROLE_OF[machine.split('-')[0] ?? ''];

function notAConfig(): InventoryFinding {
  return {
    at: ['existing_vms'],
    what: 'this is not a configuration file of cfy_cluster_manager: it has no existing_vms',
    next: 'specify the file that you gave to cfy_cluster_manager install, by default cfy_cluster_config.yaml',
  };
}

function flat(node: Node | null, path: YamlPath): readonly (readonly [string, string])[] {
  if (isMap(node)) {
    return node.items.flatMap(({ key, value }) => flat(value as Node | null, [...path, String(key)]));
  }
  const text = isScalar(node) ? (node.source ?? '').trim() : '';
  return text === '' || text === 'null' ? [] : [[path.join('.'), text]];
}
