import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SshSettings } from '../../../src/model/cluster.ts';
import type { SshOptions } from '../../../src/transport/ssh/connect/options.ts';
import type { Transport } from '../../../src/transport/port.ts';
import { testTransport } from '../sshd/transport.ts';

/** Settings of a host that is reached with the OpenSSH client. */
export const OPENSSH = {
  client: 'openssh',
  user: 'free',
  become: true,
} as const satisfies Partial<SshSettings>;

/** A transport whose OpenSSH client reads this configuration file; without it, none. */
export function opensshTransport(configFile = 'none', options: Partial<SshOptions> = {}): Transport {
  return testTransport({ openssh: { program: 'ssh', env: process.env, configFile }, ...options });
}

/** The ids of the processes whose command line or environment contains a text. */
export function processesWith(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => fileOf(name, 'cmdline').includes(text) || fileOf(name, 'environ').includes(text))
    .map(Number);
}

/** Waits until no process has the text in its command line or environment. Returns those that remain. */
export async function remaining(text: string, limitMs = 10_000): Promise<readonly number[]> {
  const deadline = Date.now() + limitMs;
  while (processesWith(text).length > 0 && Date.now() < deadline) await sleep(50);
  return processesWith(text);
}

function fileOf(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    return '';
  }
}
