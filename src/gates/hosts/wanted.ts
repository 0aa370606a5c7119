import type { WantedPort } from '../../model/host/wanted-port.ts';
import type { AbsolutePath, HostName, Role } from '../../model/names.ts';

const MB = 2 ** 20;

/** What a host has to have before its role is put on it; plain data in the plan. */
export interface Wanted {
  readonly host: HostName;
  readonly role: Role;
  readonly hostname: string;
  /** The host's whole name is its identity (HAProxy finds its own peer by it); otherwise its short form is. */
  readonly longName: boolean;
  readonly privateIp: string;
  readonly disks: readonly DiskNeed[];
  readonly ports: readonly WantedPort[];
  /** What the product's package is called, where the host gets one. */
  readonly package?: string;
  /** Names that must resolve there to these addresses, and back. */
  readonly names: readonly { readonly name: string; readonly address: string }[];
}

/** Something a host lacks, and what to do about it. */
export interface Lack {
  readonly line: string;
  readonly hint: string;
}

interface DiskNeed {
  readonly path: AbsolutePath;
  /** Free bytes wanted: before the product is installed, and to go on working afterwards. */
  readonly bare: number;
  readonly installed: number;
}

/** The product's own minimum (val.py, 698-733: 2 GB less what the kernel keeps). */
export const MEMORY_NEED = 1838 * MB;

/** The product itself wants 1 GB on /opt (val.py). /var takes the uploaded package, data and logs. @param size bytes */
export function diskNeeds(role: Role, size: number): readonly DiskNeed[] {
  const need = (path: AbsolutePath, bare: number, installed: number) => ({
    path,
    bare,
    installed: installed * MB,
  });
  if (role === 'load_balancer')
    return [need('/', 256 * MB, 64), need('/var', 256 * MB, 64), need('/etc', 16 * MB, 16)];
  return [
    need('/', 512 * MB, 64),
    need('/var', 1024 * MB + size, 64),
    need('/opt', 1024 * MB, 16),
    need('/etc', 16 * MB, 16),
  ];
}
