import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { ROLE_SECTIONS } from '../../inventory/draft.ts';
import type { InventoryDraft, RoleSection } from '../../inventory/draft.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import { addressesOfRange } from '../../model/address.ts';
import type { Io } from '../terminal/io.ts';
import type { INIT_FLAGS } from './init-flags.ts';
import { exampleHosts, parseHosts } from './hosts.ts';

export type InitArgs = ArgumentsOf<typeof INIT_FLAGS, { readonly directory: { readonly describe: string } }>;

/** Answers from flags or questions, as they were typed. An unanswered key is absent. */
export interface TypedAnswers {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly user?: string | undefined;
  readonly identity?: string | undefined;
  readonly knownHosts?: string | undefined;
  readonly package?: string | undefined;
  readonly license?: string | undefined;
  readonly hosts: Readonly<Partial<Record<RoleSection, string>>>;
}

/** The answers that the flags give. */
export function typedFlags(args: InitArgs): TypedAnswers {
  const { name, version, user, identity, knownHosts, license, databases, brokers, managers } = args;
  const hosts = { databases, brokers, managers, load_balancers: args.loadBalancers };
  const given = Object.entries(hosts).filter(([, list]) => list !== undefined);
  return {
    name,
    version,
    user,
    identity,
    knownHosts,
    package: args.package,
    license,
    hosts: Object.fromEntries(given),
  };
}

/** A cluster name starts with a letter or digit; only letters, digits, `.`, `_` and `-` follow. */
export const clusterNameFor = (directory: string): string =>
  basename(resolve(directory)).replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9._-]+/g, '') || 'cloudify';

/** Default answers, which the questions offer. */
export function defaultAnswers(directory: string, { env }: Io, typed: TypedAnswers) {
  return {
    name: clusterNameFor(directory),
    version: /(\d+\.\d+\.\d+)[^/]*$/.exec(typed.package ?? '')?.[1] ?? NEWEST,
    user: env['USER'] || 'root',
  };
}

/** The newest patch release in the version table. */
const NEWEST = '7.0.4';

/**
 * The answers, completed with defaults.
 * @throws UsageError with all missing roles and files
 */
export function completeAnswers(directory: string, typed: TypedAnswers, io: Io): InitAnswers {
  const problems = [...missingRoles(typed), ...ranges(typed), ...missingFiles(typed, io)];
  if (problems.length > 0) throw new UsageError(problems);
  return withDefaults(directory, typed, io);
}

/** The parts of a draft that come from answers. */
export type InitAnswers = Omit<InventoryDraft, 'tls' | 'secrets' | 'schema'>;

/** The answers with defaults filled in. A role without an answer has no hosts. */
export function withDefaults(directory: string, typed: TypedAnswers, io: Io): InitAnswers {
  const { name, version, user } = defaultAnswers(directory, io, typed);
  const { identity, knownHosts } = typed;
  return {
    creator: 'quorate init',
    name: typed.name || name,
    version: typed.version || version,
    ...(typed.package && { package: fileOf(typed.package) }),
    ...(typed.license && { license: fileOf(typed.license) }),
    ssh: {
      user: typed.user || user,
      ...(identity && { identity: fileOf(identity) }),
      ...(knownHosts && { known_hosts: fileOf(knownHosts) }),
    },
    hosts: Object.fromEntries(
      ROLE_SECTIONS.map((role) => [role, parseHosts(role, typed.hosts[role] ?? '')]),
    ) as InventoryDraft['hosts'],
  };
}

/** Returns an absolute path, because a typed path is relative to the current directory, not to the inventory. */
export const fileOf = (path: string): string => (path.startsWith('~') ? path : resolve(path));

function missingRoles(typed: TypedAnswers): readonly Problem[] {
  return ROLE_SECTIONS.filter((role) => role !== 'load_balancers' && !typed.hosts[role]?.trim()).map(
    (role) => ({
      what: `missing ${role}`,
      next: `specify --${role} ${exampleHosts(role).replaceAll(' ', '')} (or name=address)`,
    }),
  );
}

function ranges({ hosts }: TypedAnswers): readonly Problem[] {
  return ROLE_SECTIONS.flatMap((role) =>
    parseHosts(role, hosts[role] ?? '').flatMap(({ address }): readonly Problem[] => {
      const range = addressesOfRange(address);
      if (!range) return [];
      const what = `${address} is a range of addresses`;
      return [{ what, next: `list each address: --${role.replace('_', '-')} ${range.join(',')}` }];
    }),
  );
}

/** Files in the answers that do not exist. */
export function missingFiles(typed: TypedAnswers, { home }: Io): readonly Problem[] {
  const files = { package: typed.package, license: typed.license, identity: typed.identity };
  return Object.entries(files)
    .filter(([, path]) => path && !existsSync(path.startsWith('~/') ? `${home}${path.slice(1)}` : path))
    .map(([flag, path]) => ({
      where: String(path),
      what: 'file not found',
      next: `check --${flag}, or remove it`,
    }));
}
