import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { tenHosts } from '../../lab/hosts.ts';
import { run } from './quorate.ts';
import { leaksBelow, leaksIn, secretForms, type SecretForms } from './secrets.ts';

interface Watched {
  readonly secrets: SecretForms;
  readonly containers: readonly string[];
}

export interface Watch {
  /** Number of checked processes, so that a test notices a watch that checked none. */
  readonly seen: () => number;
  /** Ends the watch. @returns the leaks: `argv of …: secret`, `file in /tmp: secret` */
  stop(): Promise<readonly string[]>;
}

/**
 * Checks the process lists and /tmp of all hosts for secrets until stopped. Processes in containers are also processes
 * of this machine. Without arguments, watches the ten hosts of the lab. Ignores processes that the product starts, because it puts passwords into argv (docs/hazards.md,
 * 7).
 */
export async function watchHosts(watched?: Watched): Promise<Watch> {
  const { secrets, containers } = watched ?? {
    secrets: await secretForms(),
    containers: tenHosts.map(({ name }) => name),
  };
  const leaks = new Set<string>();
  let seen = 0;
  let active = true;
  const watching = (async () => {
    for (let round = 0; active; round += 1) {
      const processes = readProcesses();
      seen += processes.size;
      for (const process of processes.values()) {
        const names = leaksIn(process.argv, secrets);
        if (names.length > 0 && !ofProduct(process, processes))
          leaks.add(`argv of ${process.argv.slice(0, 40)}…: ${names.join(', ')}`);
      }
      if (round % 10 === 0)
        for (const directory of await temporaryDirectories(containers))
          for (const leak of leaksBelow(directory, secrets, isOurs)) leaks.add(leak);
      await sleep(100);
    }
  })();
  return {
    seen: () => seen,
    stop: async () => {
      active = false;
      await watching;
      return [...leaks];
    },
  };
}

/**
 * Selects files of root and of login accounts, which Quorate uses. Patroni, as postgres, briefly stores a password in
 * /tmp.
 */
const isOurs = (uid: number) => uid === 0 || uid >= 1000;

interface Process {
  readonly parent: string;
  readonly argv: string;
}

function readProcesses(): ReadonlyMap<string, Process> {
  const found = new Map<string, Process>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const parent = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '0';
      if (argv) found.set(pid, { parent, argv });
    } catch {
      // the process has ended meanwhile
    }
  }
  return found;
}

function ofProduct(process: Process, all: ReadonlyMap<string, Process>): boolean {
  for (let at: Process | undefined = process; at; at = all.get(at.parent)) {
    if (/\bcfy(_manager)?\b/.test(at.argv)) return true;
  }
  return false;
}

async function temporaryDirectories(containers: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await run(['docker', 'inspect', '--format', '{{.State.Pid}}', ...containers]);
  return stdout
    .split('\n')
    .filter((pid) => /^[1-9]\d*$/.test(pid))
    .map((pid) => `/proc/${pid}/root/tmp`);
}
