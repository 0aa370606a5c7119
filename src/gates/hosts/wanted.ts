import type { HostCheck } from '../../model/health/check.ts';
import type { WantedPort } from '../../model/host/wanted-port.ts';
import type { AbsolutePath, HostName, Role } from '../../model/names.ts';
import type { Next } from '../../model/next-step.ts';

const MB = 2 ** 20;

/** Requirements of a role for one host. Plain data, because the plan contains them as arguments of a gate. */
export interface Wanted {
  readonly host: HostName;
  readonly role: Role;
  readonly hostname: string;
  /** True if the host is identified by its full name (HAProxy finds its own peer by it), false if by its short name. */
  readonly longName: boolean;
  readonly privateIp: string;
  /** The interface that must have the private address, and the key of the inventory that names it. */
  readonly interface?: { readonly name: string; readonly setting: string };
  /** Units of the operator that must not run beside the services of Quorate. */
  readonly conflicting?: readonly string[];
  readonly disks: readonly DiskNeed[];
  /** Directories that must be mounts. `setting`: the key of the inventory that lists them. */
  readonly mounts?: { readonly paths: readonly AbsolutePath[]; readonly setting: string };
  /** Bytes of memory that the inventory declares, and the key that does. */
  readonly memory?: { readonly bytes: number; readonly setting: string };
  readonly ports: readonly WantedPort[];
  /** The product's package, if the host gets one: its file name, and the key of the inventory that names the file. */
  readonly package?: { readonly file: string; readonly setting: string };
  /** The version that the host's distribution must offer of a service. */
  readonly offered?: OfferedVersion;
  /** Names that must resolve to these addresses on the host, and back. */
  readonly names: readonly { readonly name: string; readonly address: string }[];
}

/** A requirement that a host does not meet, and the next action. */
export interface Lack {
  readonly check: HostCheck;
  readonly line: string;
  readonly hint: Next;
}

interface OfferedVersion {
  readonly service: string;
  /** The key of the inventory with the version. */
  readonly setting: string;
  readonly version: number;
  /** Versions by system, such as `debian 12`. Other systems are not checked. */
  readonly bySystem: Readonly<Record<string, number>>;
}

interface DiskNeed {
  readonly path: AbsolutePath;
  /** Minimum of free bytes on an empty host. */
  readonly empty: number;
  /** Minimum of free bytes on a host where the product is installed. */
  readonly installed: number;
}

/** The product's own minimum (val.py, 698-733: 2 GB minus the kernel's share). */
export const MEMORY_NEED = 1838 * MB;

/**
 * The disk space that a role needs. The product itself requires 1 GB on /opt (val.py). /var stores the uploaded
 * package, data and logs.
 * @param size of the package, in bytes
 */
export function diskNeeds(role: Role, size: number): readonly DiskNeed[] {
  const need = (path: AbsolutePath, empty: number, installed: number) => ({
    path,
    empty,
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
