// A variable of needrestart: cspell:ignore nrconf
import type { Cluster } from '../../../model/cluster.ts';
import type { AbsolutePath, Role } from '../../../model/names.ts';
import { installedOn } from '../packages.ts';

const HEADER = 'Written by quorate: a deploy replaces this file.';

/** Packages that a member runs on, besides those that are installed by name. They match at the start of a name. */
const RUNTIMES: Readonly<Partial<Record<Role, readonly string[]>>> = { broker: ['erlang-'] };

/** Units of the distribution that run a member, as needrestart matches them. */
const UNITS: Readonly<Partial<Record<Role, readonly string[]>>> = { load_balancer: ['^haproxy\\.service$'] };

/**
 * The files that keep automatic upgrades away from a member: unattended-upgrades leaves out its packages, and needrestart
 * does not restart its units after upgrades of libraries.
 */
export function upgradeFiles(
  role: Role,
  cluster: Cluster,
): readonly { readonly path: AbsolutePath; readonly text: string }[] {
  const patterns = [...installedOn(role, cluster).map((name) => `^${name}$`), ...(RUNTIMES[role] ?? [])];
  const units = ['^quorate-', ...(UNITS[role] ?? [])];
  return [
    {
      path: `/etc/apt/apt.conf.d/51quorate-${role}`,
      text: `// ${HEADER}\nUnattended-Upgrade::Package-Blacklist { ${patterns.map((one) => `"${one}";`).join(' ')} };\n`,
    },
    {
      path: `/etc/needrestart/conf.d/quorate-${role}.conf`,
      text: [`# ${HEADER}`, ...units.map((unit) => `$nrconf{override_rc}{qr(${unit})} = 0;`), ''].join('\n'),
    },
  ];
}
