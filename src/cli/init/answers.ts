import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { ROLE_SECTIONS } from '../../inventory/draft.ts';
import type { InventoryDraft, RoleSection } from '../../inventory/draft.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { Io } from '../terminal/io.ts';
import type { INIT_FLAGS } from '../arguments/flags.ts';
import { exampleHosts, parseHosts } from './hosts.ts';

export type InitArgs = ArgumentsOf<typeof INIT_FLAGS, { readonly directory: { readonly describe: string } }>;

/** All that is asked, as it was typed; what was neither given nor answered is absent. */
export interface Typed {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly user?: string | undefined;
  readonly identity?: string | undefined;
  readonly knownHosts?: string | undefined;
  readonly package?: string | undefined;
  readonly license?: string | undefined;
  readonly hosts: Readonly<Partial<Record<RoleSection, string>>>;
}

/** What the flags say. */
export function typedFlags(args: InitArgs): Typed {
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

/** What is taken, and offered, where nothing else is said. */
export function sensible(directory: string, { env }: Io, typed: Typed) {
  return {
    // Names begin with a letter or digit and have no others than these.
    name: basename(resolve(directory)).replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9._-]+/g, '') || 'cloudify',
    version: /(\d+\.\d+\.\d+)[^/]*$/.exec(typed.package ?? '')?.[1] ?? NEWEST,
    user: env['USER'] || 'root',
  };
}

/** The newest patch release of those that the version table knows. */
const NEWEST = '7.0.4';

/**
 * The answers with what is sensible filled in.
 * @throws UsageError with everything that is missing, and every file that does not exist
 */
export function complete(directory: string, typed: Typed, io: Io): Answers {
  const problems = [...missingRoles(typed), ...missingFiles(typed, io)];
  if (problems.length > 0) throw new UsageError(problems);
  return filledIn(directory, typed, io);
}

/** What a draft is made of, besides what `init` makes itself. */
export type Answers = Omit<InventoryDraft, 'tls' | 'secrets' | 'schema'>;

/** The answers with what is sensible filled in; a role that is not answered has no hosts. */
export function filledIn(directory: string, typed: Typed, io: Io): Answers {
  const { name, version, user } = sensible(directory, io, typed);
  const { identity, knownHosts } = typed;
  return {
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

/** Absolute: what is typed is relative to where it is typed. */
const fileOf = (path: string): string => (path.startsWith('~') ? path : resolve(path));

function missingRoles(typed: Typed): readonly Problem[] {
  return ROLE_SECTIONS.filter((role) => role !== 'load_balancers' && !typed.hosts[role]?.trim()).map(
    (role) => ({
      what: `no ${role} are given`,
      next: `--${role} ${exampleHosts(role).replaceAll(' ', '')} (or name=address)`,
    }),
  );
}

/** Files that are named and not there. */
export function missingFiles(typed: Typed, { home }: Io): readonly Problem[] {
  const files = { package: typed.package, license: typed.license, identity: typed.identity };
  return Object.entries(files)
    .filter(([, path]) => path && !existsSync(path.startsWith('~/') ? `${home}${path.slice(1)}` : path))
    .map(([flag, path]) => ({
      where: String(path),
      what: 'there is no such file',
      next: `check --${flag}, or leave it out`,
    }));
}
