import type { PackageVersion } from '../../model/host/facts.ts';
import type { SameVersions } from '../../model/host/package-source.ts';
import type { HostName, Service } from '../../model/names.ts';
import { inOrder, manual, RUN_AGAIN, shellOn } from '../../model/next-step.ts';
import type { Refusal } from './inventory-mismatch.ts';

/** A host and the versions that its survey found. */
export interface HostVersions {
  readonly host: HostName;
  readonly versions: Readonly<Record<string, PackageVersion>>;
}

/** Libraries that sort text. A standby copies indexes, whose order another version of them does not know. */
const SORTING: Readonly<Record<string, string>> = { libc6: 'glibc', libicu: 'ICU' };

/**
 * Refuses a host that has, or would get, another version of a package than every member whose version is known. A version
 * that is not known is not compared, because the host is compared again right before it joins.
 */
export function differentVersions(
  { service, joining, members }: Compared,
  { packages, offered }: SameVersions,
): readonly Refusal[] {
  return packages.flatMap((name) => {
    const { installed, candidate } = joining.versions[name] ?? {};
    const own = installed ?? (offered ? candidate : undefined);
    const others = members.flatMap(({ versions }) => versions[name]?.installed ?? []);
    if (own === undefined || others.length === 0) return [];
    if (others.some((version) => upstream(version) === upstream(own))) return [];
    const seen = { name, own, others: [...new Set(others)], installed: installed !== undefined };
    return [refusal(service, joining.host, seen)];
  });
}

interface Compared {
  readonly service: Service;
  readonly joining: HostVersions;
  readonly members: readonly HostVersions[];
}

interface Seen {
  readonly name: string;
  readonly own: string;
  readonly others: readonly string[];
  readonly installed: boolean;
}

function refusal(service: Service, host: HostName, { name, own, others, installed }: Seen): Refusal {
  const library = SORTING[name];
  const theirs = others.join(' and ');
  if (library !== undefined)
    return {
      where: host,
      what: `has ${library} ${own}; the members of the ${service} cluster have ${theirs}`,
      why: 'it sorts text differently, so the indexes that it copies would be wrong',
      next: inOrder(
        shellOn(host, `dpkg -l '${name}*'`),
        manual(`install the system of the members on ${host}`),
        RUN_AGAIN,
      ),
    };
  return {
    where: host,
    what: `${installed ? 'has' : 'would get'} ${name} ${own}; the members of the ${service} cluster have ${theirs}`,
    why: 'the members of a cluster run the same version',
    next: inOrder(
      shellOn(host, `apt-cache policy ${name}`),
      manual(`offer ${name} ${others[0]} to ${host}, or upgrade the members first`),
      RUN_AGAIN,
    ),
  };
}

/** The version without its epoch and without the revision of the distribution, which only adds corrections. */
function upstream(version: string): string {
  return version.replace(/^\d+:/, '').replace(/-[^-]*$/, '');
}
