import type { EpochMs } from '../duration.ts';
import type { AbsolutePath } from '../names.ts';

/** Facts that a survey reads on a host. Sizes in bytes, times as EpochMs. */
export interface Facts {
  readonly machineId: string;
  /** Boot ID of the kernel and start time of process 1, because a container restarts without a new boot ID. */
  readonly bootId: string;
  /** As `hostname` prints it. */
  readonly hostname: string;
  /** `ID VERSION_ID` of /etc/os-release, such as `debian 12`. */
  readonly os: string;
  readonly systemd: number;
  readonly clock: EpochMs;
  /** Time on this machine when `clock` was read: the middle between request and answer. */
  readonly clockAsked: EpochMs;
  readonly addresses: readonly string[];
  /** The addresses by interface. Absent if the host has no `ip`. */
  readonly interfaces?: Readonly<Record<string, readonly string[]>>;
  readonly diskFree: Readonly<Record<AbsolutePath, number>>;
  readonly memory: number;
  /** TCP ports in use, with the unit or program that listens on them if the kernel reports it. */
  readonly listening: readonly { readonly port: number; readonly by: string }[];
  /** The addresses of each requested name, and the names of each requested address. */
  readonly resolved: Readonly<Record<string, readonly string[]>>;
  /** Versions of the requested packages, by name. `libicu` stands for each version of the library. */
  readonly versions?: Readonly<Record<string, PackageVersion>>;
}

/** An installed package of which the repositories of its host offer another version. */
export interface PackageUpdate {
  readonly name: string;
  readonly installed: string;
  readonly offered: string;
}

/** The version of a package on a host, and the version that the package manager would install. */
export interface PackageVersion {
  readonly installed?: string;
  readonly candidate?: string;
}
