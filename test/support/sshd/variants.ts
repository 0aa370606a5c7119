import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './machine.ts';
import type { Machine } from './machine.ts';

/** Starts further sshd processes on a machine: one for each list of settings. */
export interface Variants {
  /** Returns the port of the sshd with these lines of sshd_config, which take precedence over the machine's. */
  portOf(lines: readonly string[]): Promise<number>;
  stop(): void;
}

export function sshdVariants(machine: Machine): Variants {
  const children: ChildProcess[] = [];
  const ports = new Map<string, Promise<number>>();
  const start = async (lines: readonly string[]): Promise<number> => {
    const port = await freePort();
    const file = join(machine.directory, `sshd_config_${port}`);
    writeFileSync(file, configuration(machine, port, lines));
    const sshd = ['/usr/sbin/sshd', '-D', '-e', '-f', file];
    const child = spawn('nsenter', ['--target', String(machine.pid), '--mount', ...sshd], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    children.push(child);
    await untilListening(child);
    return port;
  };
  return {
    portOf: (lines) => {
      const key = lines.join('\n');
      const port = ports.get(key) ?? start(lines);
      ports.set(key, port);
      return port;
    },
    stop: () => children.forEach((child) => child.kill()),
  };
}

/** The first value of a keyword counts. */
function configuration({ directory }: Machine, port: number, lines: readonly string[]): string {
  const machine = readFileSync(join(directory, 'sshd_config'), 'utf8').replace(/^Port .*$/m, `Port ${port}`);
  return `${lines.join('\n')}\n${machine}`;
}

async function untilListening(child: ChildProcess): Promise<void> {
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4096)));
  const deadline = Date.now() + 20_000;
  while (!output.includes('Server listening on 127.0.0.1')) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`sshd did not start: ${output}`);
    await sleep(10);
  }
}
