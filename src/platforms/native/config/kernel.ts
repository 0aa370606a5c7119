import type { AbsolutePath, Role } from '../../../model/names.ts';

/**
 * Settings of the kernel for machines with data: keep memory that is in use out of the swap, and start early to write to the
 * disk, so that the logs of PostgreSQL and etcd do not wait for long. A setting that fails is ignored (`-`). Overcommit stays
 * as it is, because Erlang reserves more memory than it uses.
 */
const SETTINGS: readonly string[] = ['-vm.swappiness = 1', `-vm.dirty_background_bytes = ${64 * 2 ** 20}`];

/** The file from which systemd sets the kernel at boot, and a member's unit before it starts. */
export function kernelFile(role: Role): { readonly path: AbsolutePath; readonly text: string } {
  const header = '# Written by quorate: a deploy replaces this file.';
  return { path: `/etc/sysctl.d/60-quorate-${role}.conf`, text: [header, ...SETTINGS, ''].join('\n') };
}

/** The settings of a role's hosts; none for hosts without data of Quorate. */
export function kernelFiles(role: Role): readonly ReturnType<typeof kernelFile>[] {
  return role === 'database' || role === 'broker' ? [kernelFile(role)] : [];
}
