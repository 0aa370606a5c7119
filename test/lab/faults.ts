import { exec, ready } from './containers.ts';
import { findHost, network } from './hosts.ts';
import { must } from './shell.ts';

/**
 * Faults of real hosts, caused on the hosts of the lab. Each fault lasts until its counterpart is called.
 * (Packet delay is not included, because the kernel may not support it. Use a slow proxy instead.)
 */

/** Power loss: kills all processes at once and leaves the disk as it is. `powerOn` boots the host again. */
export const kill = (host: string): Promise<void> => docker('kill', host);

/** Orderly shutdown, services first. */
export const powerOff = (host: string): Promise<void> => docker('stop', '--time', '60', host);

export async function powerOn(host: string, seconds = 120): Promise<void> {
  await docker('start', host);
  await ready([host], seconds);
}

export async function reboot(host: string, seconds = 120): Promise<void> {
  await docker('restart', '--time', '60', host);
  await ready([host], seconds);
}

/** Makes the host hang: connections stay open, but nothing responds. */
export const pause = (host: string): Promise<void> => docker('pause', host);
export const unpause = (host: string): Promise<void> => docker('unpause', host);

/** Unplugs the network: the host keeps running, and connections to it time out instead of being closed. */
export const disconnect = (host: string): Promise<void> => docker('network', 'disconnect', network, host);
export const reconnect = (host: string): Promise<void> =>
  docker('network', 'connect', '--ip', findHost(host).address, network, host);

/** Mounts a small disk on a directory. The mount hides the content of the directory. */
export const smallDisk = (host: string, directory: string, megabytes: number): Promise<void> =>
  inside(host, [
    'sh',
    '-c',
    'mkdir -p "$1" && mount -t tmpfs -o "size=$2m" lab "$1"',
    'sh',
    directory,
    String(megabytes),
  ]);
/** Enlarges the small disk and keeps its content. */
export const growDisk = (host: string, directory: string, megabytes: number): Promise<void> =>
  inside(host, ['mount', '-o', `remount,size=${megabytes}m`, directory]);
export const normalDisk = (host: string, directory: string): Promise<void> =>
  inside(host, ['umount', directory]);

/** Blocks packets between two hosts in both directions. All other hosts still reach both. */
export async function partition(a: string, b: string): Promise<void> {
  await Promise.all([blackhole('add', a, b), blackhole('add', b, a)]);
}
export async function heal(a: string, b: string): Promise<void> {
  await Promise.all([blackhole('del', a, b), blackhole('del', b, a)]);
}

const blackhole = (verb: 'add' | 'del', host: string, from: string) =>
  inside(host, ['ip', 'route', verb, 'blackhole', `${findHost(from).address}/32`]);

/** Runs docker. The last argument is the name of the host. */
async function docker(...args: readonly string[]): Promise<void> {
  findHost(args.at(-1) ?? '');
  await must(['docker', ...args]);
}

async function inside(host: string, argv: readonly string[]): Promise<void> {
  const { code, stderr } = await exec(host, argv);
  if (code !== 0) throw new Error(`${argv.join(' ')} on ${host}: ${stderr}`);
}
