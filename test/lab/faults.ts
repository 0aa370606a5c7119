import { exec, ready } from './containers.ts';
import { findHost, network } from './hosts.ts';
import { must } from './shell.ts';

/**
 * What goes wrong with real hosts, done to the lab's. Everything lasts until its counterpart is called.
 * (There is no packet delay here: the kernel at hand may lack it. Put a slow proxy in front instead.)
 */

/** Power loss: every process gone at once, the disk as it was. `powerOn` boots it again. */
export const kill = (host: string): Promise<void> => docker('kill', host);

/** An orderly shutdown, services first. */
export const powerOff = (host: string): Promise<void> => docker('stop', '--time', '60', host);

export async function powerOn(host: string, seconds = 120): Promise<void> {
  await docker('start', host);
  await ready([host], seconds);
}

export async function reboot(host: string, seconds = 120): Promise<void> {
  await docker('restart', '--time', '60', host);
  await ready([host], seconds);
}

/** A host that hangs: connections stay open and nothing answers. */
export const pause = (host: string): Promise<void> => docker('pause', host);
export const unpause = (host: string): Promise<void> => docker('unpause', host);

/** The cable out: the host runs on, alone; connections to it go silent rather than being closed. */
export const disconnect = (host: string): Promise<void> => docker('network', 'disconnect', network, host);
export const reconnect = (host: string): Promise<void> =>
  docker('network', 'connect', '--ip', findHost(host).address, network, host);

/** A small disk at a directory (which has to be empty or unimportant: it is covered while this lasts). */
export const smallDisk = (host: string, directory: string, megabytes: number): Promise<void> =>
  inside(host, [
    'sh',
    '-c',
    'mkdir -p "$1" && mount -t tmpfs -o "size=$2m" lab "$1"',
    'sh',
    directory,
    String(megabytes),
  ]);
/** Room is made on it: what it holds stays, until it is covered no more. */
export const growDisk = (host: string, directory: string, megabytes: number): Promise<void> =>
  inside(host, ['mount', '-o', `remount,size=${megabytes}m`, directory]);
export const normalDisk = (host: string, directory: string): Promise<void> =>
  inside(host, ['umount', directory]);

/** No packets between two hosts, in both directions, while everything else still reaches both. */
export async function part(one: string, other: string): Promise<void> {
  await Promise.all([blackhole('add', one, other), blackhole('add', other, one)]);
}
export async function heal(one: string, other: string): Promise<void> {
  await Promise.all([blackhole('del', one, other), blackhole('del', other, one)]);
}

const blackhole = (verb: 'add' | 'del', host: string, from: string) =>
  inside(host, ['ip', 'route', verb, 'blackhole', `${findHost(from).address}/32`]);

/** The host's name is the last word. */
async function docker(...words: readonly string[]): Promise<void> {
  findHost(words.at(-1) ?? '');
  await must(['docker', ...words]);
}

async function inside(host: string, argv: readonly string[]): Promise<void> {
  const { code, stderr } = await exec(host, argv);
  if (code !== 0) throw new Error(`${argv.join(' ')} on ${host}: ${stderr}`);
}
