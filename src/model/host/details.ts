import type { AbsolutePath } from '../names.ts';

/** Facts about a host that take longer than a survey, or that only `quorate check` needs. */
export interface DetailsRequest {
  /** The host's own address in the cluster; its interface is the one whose MTU is read. */
  readonly address: string;
  /** Names and addresses to resolve. */
  readonly names: readonly string[];
  /** Addresses of hosts to which packets of the interface's MTU are sent. */
  readonly peers: readonly string[];
  /** Directories in which root must be able to create files. */
  readonly writable: readonly AbsolutePath[];
  /** Paths with data of an earlier installation. */
  readonly leftovers: readonly AbsolutePath[];
  /** Directory on the disk whose synchronous writes are timed. */
  readonly syncIn?: AbsolutePath;
  /** Packages that the distribution must provide. */
  readonly packages: readonly string[];
}

export interface HostDetails {
  /** The addresses of each requested name, and the names of each requested address. */
  readonly resolved: Readonly<Record<string, readonly string[]>>;
  /** MTU of the interface with the host's address. */
  readonly mtu?: number;
  /**
   * Whether packets of that MTU reach a requested address, or only smaller ones. Absent for an address without an answer.
   */
  readonly paths: Readonly<Record<string, 'whole' | 'smaller'>>;
  /** True if the system reports a synchronized clock; absent if it does not report it. */
  readonly synchronized?: boolean;
  /** Installed services that synchronize the clock, and whether they run. */
  readonly timeServices: readonly { readonly unit: string; readonly active: boolean }[];
  /** As `getenforce` prints it, in lower case; absent without SELinux. */
  readonly selinux?: string;
  /** With SELinux: whether HAProxy may connect to any port. */
  readonly haproxyMayConnect?: boolean;
  /** Running firewall services, such as `firewalld`. */
  readonly firewalls: readonly string[];
  /** A lock of the package manager, and the process that holds it. */
  readonly packageLock?: { readonly path: string; readonly pid: number; readonly by: string };
  /** Packages that are neither installed nor offered by the configured repositories. */
  readonly missingPackages: readonly string[];
  /** `HOST:PORT` of repositories that do not accept a connection. */
  readonly unreachableRepositories: readonly string[];
  /** Requested leftovers that exist and are not empty. */
  readonly leftovers: readonly AbsolutePath[];
  readonly unwritable: readonly { readonly path: AbsolutePath; readonly why: string }[];
  /** Requested directories that do not exist. */
  readonly absent: readonly AbsolutePath[];
  /** Mean time of a synchronous write of 4 KiB; absent if it could not be measured. */
  readonly syncMs?: number;
}
