import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { randomUUID } from 'node:crypto';
import type { Holder } from '../../model/stored-formats.ts';

/** Who this run is, as a lock on a host names it. */
export function holderOf({ cluster, command, run }: Pick<Holder, 'cluster' | 'command' | 'run'>): Holder {
  return {
    cluster,
    command,
    run,
    token: randomUUID(),
    who: userInfo().username,
    from: hostname(),
    ...machine(),
    pid: process.pid,
    started: startOf(process.pid) ?? '',
  };
}

/** Does the process behind a lock still live? undefined when it ran on another machine. */
export function holderLives({ machineId, bootId, pid, started }: Holder): boolean | undefined {
  const here = machine();
  if (machineId === '' || machineId !== here.machineId) return undefined;
  return bootId === here.bootId && startOf(pid) === started;
}

/** Empty where the system does not tell (a laptop that is no Linux): then a lock's age alone decides. */
function machine(): Pick<Holder, 'machineId' | 'bootId'> {
  return {
    machineId: read('/etc/machine-id')?.trim() ?? '',
    bootId: read('/proc/sys/kernel/random/boot_id')?.trim() ?? '',
  };
}

/** The 22nd field of /proc/PID/stat, clock ticks since boot; a pid that was given anew has another. */
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
