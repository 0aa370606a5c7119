import { connect } from 'node:net';
import { exec, ready } from './containers.ts';
import { findHost } from './hosts.ts';
import { LabError, must, run, until } from './shell.ts';

const PATIENCE_S = 60;

/**
 * Containers' addresses answer only where the engine runs on this very machine, not in a virtual one beside it. One host
 * of ten was seen that ran and was not to be reached from outside: it is started once more, and what was seen is said.
 */
export async function reachable(name: string, say: (text: string) => void): Promise<void> {
  try {
    await untilGreeted(name);
  } catch (error) {
    say(`${(error as Error).message}; starting it once more …`);
    await must(['docker', 'restart', name]);
    await ready([name], 120);
    await untilGreeted(name);
  }
}

async function untilGreeted(name: string): Promise<void> {
  const { address } = findHost(name);
  let last = '';
  const what = `sshd of ${name} answers on ${address} (the lab needs a Docker engine on Linux itself)`;
  try {
    await until(what, PATIENCE_S, async () => {
      last = await greeting(address);
      return last === '' ? true : undefined;
    });
  } catch (error) {
    throw new LabError(`${(error as Error).message}: ${last}\n${await around(name, address)}`);
  }
}

/** @returns nothing once sshd has greeted, else what came instead */
function greeting(host: string): Promise<string> {
  return new Promise((done) => {
    const socket = connect({ host, port: 22, timeout: 5000 });
    const finish = (seen: string) => {
      socket.destroy();
      done(seen);
    };
    socket.once('data', () => finish(''));
    socket.once('timeout', () => finish('timed out'));
    socket.once('error', (error) => finish(error.message));
    socket.once('close', () => finish('closed without a word'));
  });
}

/** What listens inside, and what this machine knows of the way there. */
async function around(name: string, address: string): Promise<string> {
  const inside = await exec(name, ['sh', '-c', 'ss -Hltn "sport = :22"; ip -br address; ip route']);
  const outside = await run(['sh', '-c', `ip neigh show ${address}; ip route get ${address}; uptime`]);
  return inside.stdout + outside.stdout;
}
