import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { ROLE_SECTIONS } from '../../inventory/draft.ts';
import type { InventoryDraft, RoleSection } from '../../inventory/draft.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import { addressesOfRange } from '../../model/address.ts';
import { runAgain } from '../../model/next-step.ts';
import type { Io } from '../terminal/io.ts';
import type { INIT_FLAGS } from './init-flags.ts';
import { exampleHosts, hostsOnMachines, parseHosts } from './hosts.ts';
import type { HostList, TypedHost } from './hosts.ts';

export type InitArgs = ArgumentsOf<typeof INIT_FLAGS, { readonly directory: { readonly describe: string } }>;

/** Answers from flags or questions, as they were typed. An unanswered key is absent. */
export interface TypedAnswers {
  readonly native?: boolean | undefined;
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly user?: string | undefined;
  readonly identity?: string | undefined;
  readonly knownHosts?: string | undefined;
  readonly package?: string | undefined;
  readonly license?: string | undefined;
  readonly hosts: Readonly<Partial<Record<HostList, string>>>;
}

/** The answers that the flags give. */
export function typedFlags(args: InitArgs): TypedAnswers {
  const { native, name, version, user, identity, knownHosts, license } = args;
  const { machines, databases, brokers, managers } = args;
  const hosts = { machines, databases, brokers, managers, load_balancers: args.loadBalancers };
  const given = Object.entries(hosts).filter(([, list]) => list !== undefined);
  return {
    native,
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
    version: typed.native ? POSTGRESQL : (/(\d+\.\d+\.\d+)[^/]*$/.exec(typed.package ?? '')?.[1] ?? NEWEST),
    user: env['USER'] || 'root',
  };
}

/** The newest patch release in the version table. */
const NEWEST = '7.0.4';
/** Debian 12's PostgreSQL. */
const POSTGRESQL = '15';

/**
 * The answers, completed with defaults.
 * @throws UsageError with all missing roles and files
 */
export function completeAnswers(directory: string, typed: TypedAnswers, io: Io): InitAnswers {
  const problems = [
    ...platformFaults(typed),
    ...missingRoles(typed),
    ...ranges(typed),
    ...missingFiles(typed, io),
  ];
  if (problems.length > 0) throw new UsageError(problems);
  return withDefaults(directory, typed, io);
}

/** The parts of a draft that come from answers. */
export type InitAnswers = Omit<InventoryDraft, 'tls' | 'secrets' | 'schema' | 'hosts'> & {
  readonly hosts: Readonly<Record<RoleSection, readonly TypedHost[]>>;
  /** True if each database stands for a machine that has every role. */
  readonly shared: boolean;
};

/** The answers with defaults filled in. A role without an answer has no hosts. */
export function withDefaults(directory: string, typed: TypedAnswers, io: Io): InitAnswers {
  const { name, version, user } = defaultAnswers(directory, io, typed);
  const { identity, knownHosts } = typed;
  return {
    creator: 'quorate init',
    native: typed.native === true,
    shared: Boolean(typed.hosts.machines),
    name: typed.name || name,
    version: typed.version || version,
    ...(typed.package && { package: fileOf(typed.package) }),
    ...(typed.license && { license: fileOf(typed.license) }),
    ssh: {
      user: typed.user || user,
      ...(identity && { identity: fileOf(identity) }),
      ...(knownHosts && { known_hosts: fileOf(knownHosts) }),
    },
    hosts: hostsByRole(typed),
  };
}

function hostsByRole({ hosts }: TypedAnswers): InitAnswers['hosts'] {
  if (hosts.machines)
    return {
      databases: parseHosts('machines', hosts.machines),
      brokers: [],
      managers: [],
      load_balancers: [],
    };
  const entries = ROLE_SECTIONS.map((role) => [role, parseHosts(role, hosts[role] ?? '')]);
  return Object.fromEntries(entries) as InitAnswers['hosts'];
}

/** The draft of an inventory. Private addresses must be known, because each role on a machine repeats its own. */
export function draftOf({
  shared,
  ...answers
}: InitAnswers): Omit<InventoryDraft, 'tls' | 'secrets' | 'schema'> {
  return shared ? { ...answers, hosts: hostsOnMachines(answers.hosts.databases) } : answers;
}

/** Returns an absolute path, because a typed path is relative to the current directory, not to the inventory. */
export const fileOf = (path: string): string => (path.startsWith('~') ? path : resolve(path));

/** Flags that do not fit together. */
export function platformFaults(typed: TypedAnswers): readonly Problem[] {
  const { native = false, hosts } = typed;
  const given = (flags: Readonly<Record<string, string | undefined>>) =>
    Object.keys(flags).filter((flag) => flags[flag]);
  const other = native
    ? given({ managers: hosts.managers, package: typed.package, license: typed.license })
    : given({ machines: hosts.machines });
  const separate = given({
    databases: hosts.databases,
    brokers: hosts.brokers,
    'load-balancers': hosts.load_balancers,
  });
  return [
    ...other.map((flag) => ({
      what: native ? `--${flag} does not apply with --native` : `--${flag} requires --native`,
      next: runAgain({ [native ? 'without' : 'with']: native ? `--${flag}` : '--native' }),
    })),
    ...(hosts.machines ? separate : []).map((flag) => ({
      what: `--machines already gives each machine every role`,
      next: runAgain({ without: `--${flag}` }),
    })),
  ];
}

function missingRoles(typed: TypedAnswers): readonly Problem[] {
  if (typed.native) return missingMachines(typed);
  return ROLE_SECTIONS.filter((role) => role !== 'load_balancers' && !typed.hosts[role]?.trim()).map(
    (role) => ({
      what: `missing ${role}`,
      next: `specify --${role} ${exampleHosts(role).replaceAll(' ', '')} (or name=address)`,
    }),
  );
}

function missingMachines({ hosts }: TypedAnswers): readonly Problem[] {
  if (Object.values(hosts).some((list) => list.trim() !== '')) return [];
  const example = exampleHosts('machines').replaceAll(' ', '');
  return [
    {
      what: 'missing hosts',
      next: `specify --machines ${example}, or: --databases, --brokers and --load-balancers`,
    },
  ];
}

function ranges({ hosts }: TypedAnswers): readonly Problem[] {
  return (['machines', ...ROLE_SECTIONS] as const).flatMap((role) =>
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
