import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { randomUUID } from 'node:crypto';
import type { Holder } from '../../model/stored-formats.ts';

/** Identifies this run in the locks on hosts. */
export function holderOf({ cluster, command, run }: Pick<Holder, 'cluster' | 'command' | 'run'>): Holder {
  return {
    cluster,
    command,
    run,
    token: randomUUID(),
    who: accountName() ?? `uid ${process.getuid?.()}`,
    from: hostname(),
    ...machine(),
    pid: process.pid,
    started: startOf(process.pid) ?? '',
  };
}

/** The name of this account; undefined in a container whose list of accounts does not contain it. */
export function accountName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

/** Reports whether the process that acquired a lock still runs. undefined if it ran on another machine. */
export function isHolderRunning({ machineId, bootId, pid, started }: Holder): boolean | undefined {
  const here = machine();
  if (machineId === '' || machineId !== here.machineId) return undefined;
  return bootId === here.bootId && startOf(pid) === started;
}

/** Identifies this machine and its boot. Empty outside Linux: then only the age of a lock shows that it is stale. */
function machine(): Pick<Holder, 'machineId' | 'bootId'> {
  return {
    machineId: read('/etc/machine-id')?.trim() ?? '',
    bootId: read('/proc/sys/kernel/random/boot_id')?.trim() ?? '',
  };
}

/** Start time of a process (field 22 of /proc/PID/stat, ticks since boot). It differs if the PID was reused. */
function startOf(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
