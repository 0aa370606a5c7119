import type { Problem } from '../errors/errors.ts';
import type { Cluster } from '../model/cluster.ts';
import type { HostName } from '../model/names.ts';
import type { SecretsSource, ValueSource } from '../model/sources.ts';
import { checkSchema } from './check.ts';
import type { Checked } from './check.ts';
import { resolveFile } from './context.ts';
import type { Context } from './context.ts';
import { placeOf, toLine, toProblems } from './problems.ts';
import type { Finding } from './problems.ts';
import type { RawInventory } from './raw.ts';
import { resolve } from './resolve.ts';
import { checkRules, warnRules } from './rules.ts';
import { secretsSource } from './secrets.ts';
import { parseSource } from './source.ts';
import type { Source } from './source.ts';
import { syntaxFindings } from './syntax.ts';
import { findTraps } from './traps.ts';

/** One cluster as its operator described it, with absolute paths to what lies beside it on the laptop. */
export interface Inventory {
  readonly cluster: Cluster;
  /** The file, as it was named. */
  readonly path: string;
  readonly directory: string;
  readonly tlsDirectory: string;
  /** Files with the CAs of external services that have their own. */
  readonly serviceCa: { readonly database?: string; readonly broker?: string };
  readonly secretsSource: SecretsSource;
  /** Passwords of hosts that are in files, or that commands print; `where` the inventory says so. */
  readonly logins: readonly Login[];
  readonly packagePath?: string;
  readonly licensePath?: string;
  /** The file's own text, for its digest and for edits that keep its comments. */
  readonly text: string;
}

export interface Login {
  readonly host: HostName;
  readonly key: 'password' | 'becomePassword';
  readonly source: ValueSource;
  readonly where: string;
}

/**
 * Reads an inventory's text; touches no file. Either everything holds, or there are problems, all that could be
 * found at once and in the order of the file.
 * @param context.path the file's name for messages
 */
export function readInventory(
  text: string,
  context: Context & { readonly path: string },
): { readonly inventory?: Inventory; readonly problems: readonly Problem[] } {
  const source = parseSource(text, context.path);
  const broken = syntaxFindings(source);
  if (broken.length > 0) return { problems: toProblems(source, broken) };
  const traps = findTraps(source);
  const unreadable = [...traps.structure, ...(traps.structure.length === 0 ? entangled(source) : [])];
  if (unreadable.length > 0) return { problems: toProblems(source, [...unreadable, ...traps.values]) };
  const checked = checkSchema(source);
  if (!checked.raw) return { problems: toProblems(source, [...traps.values, ...checked.findings]) };
  const resolved = resolve(checked.raw, context);
  const seen = { ...resolved, raw: checked.raw };
  const rules = [...resolved.findings, ...checkRules(seen)].filter((finding) => !ofDropped(finding, checked));
  const problems = toProblems(source, [...traps.values, ...checked.findings, ...rules]);
  if (problems.length > 0) return { problems };
  const warnings = warnRules(seen).map((finding) => toLine(source, finding));
  const logins = resolved.logins.map(({ host, key, source: from, at }) => ({
    host,
    key,
    source: from,
    where: placeOf(source, { at }),
  }));
  const parts = { cluster: { ...resolved.cluster, warnings }, logins };
  return { inventory: assemble({ ...context, text }, checked.raw, parts), problems };
}

/** Aliases of aliases can stand for more than memory holds; the parser then refuses to expand them. */
function entangled({ document }: Source): readonly Finding[] {
  try {
    document.toJS();
    return [];
  } catch {
    return [{ at: [], what: 'its anchors and aliases are too entangled', next: 'write the values out' }];
  }
}

/** Does a rule miss something that is there, only wrong? That has been told. */
function ofDropped({ at }: Finding, { dropped }: Checked): boolean {
  if ('span' in at) return false;
  return dropped.some((path) => at.every((part, index) => path[index] === part));
}

function assemble(
  context: Context & { readonly path: string; readonly text: string },
  raw: RawInventory,
  parts: Pick<Inventory, 'cluster' | 'logins'>,
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
    secretsSource: secretsSource(raw.secrets, context),
    ...(packageFile === undefined ? {} : { packagePath: file(packageFile) }),
    ...(license === undefined || license === false ? {} : { licensePath: file(license) }),
    text: context.text,
  };
}
