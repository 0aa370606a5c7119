// A variable of needrestart: cspell:ignore nrconf
import type { Cluster } from '../../../model/cluster.ts';
import type { AbsolutePath, Role } from '../../../model/names.ts';
import { packagesOf } from '../packages.ts';

const HEADER = 'Written by quorate: a deploy replaces this file.';

/** Packages that a member runs on, besides those that are installed by name. They match at the start of a name. */
const RUNTIMES: Readonly<Partial<Record<Role, readonly string[]>>> = { broker: ['erlang-'] };

/**
 * The files that keep automatic upgrades away from a member: unattended-upgrades leaves out its packages, and needrestart
 * does not restart its units after upgrades of libraries.
 */
export function upgradeFiles(
  role: Role,
  cluster: Cluster,
): readonly { readonly path: AbsolutePath; readonly text: string }[] {
  const patterns = [...packagesOf(role, cluster).map((name) => `^${name}$`), ...(RUNTIMES[role] ?? [])];
  return [
    {
      path: `/etc/apt/apt.conf.d/51quorate-${role}`,
      text: `// ${HEADER}\nUnattended-Upgrade::Package-Blacklist { ${patterns.map((one) => `"${one}";`).join(' ')} };\n`,
    },
    {
      path: `/etc/needrestart/conf.d/quorate-${role}.conf`,
      text: `# ${HEADER}\n$nrconf{override_rc}{qr(^quorate-)} = 0;\n`,
    },
  ];
}
