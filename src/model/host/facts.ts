import type { AbsolutePath } from '../names.ts';

/** What one survey says of a host, whatever the plan. Sizes in bytes, times in ms since the epoch. */
export interface Facts {
  readonly machineId: string;
  /** Of the kernel, and when its first process started: a container restarts under the same kernel. */
  readonly bootId: string;
  /** As `hostname` prints it. */
  readonly hostname: string;
  /** `ID VERSION_ID` of /etc/os-release, such as `debian 12`. */
  readonly os: string;
  readonly systemd: number;
  readonly clock: number;
  /** The laptop's clock when `clock` was read: midway between asking and hearing. */
  readonly clockAsked: number;
  readonly addresses: readonly string[];
  readonly diskFree: Readonly<Record<AbsolutePath, number>>;
  readonly memory: number;
  /** TCP ports that something listens on, with the unit or program behind them where the kernel says. */
  readonly listening: readonly { readonly port: number; readonly by: string }[];
  /** Of the names that were asked: forward addresses; of addresses: reverse names. */
  readonly resolved: Readonly<Record<string, readonly string[]>>;
}
