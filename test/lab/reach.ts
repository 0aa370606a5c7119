import { connect } from 'node:net';
import { exec, ready } from './containers.ts';
import { findHost } from './hosts.ts';
import { LabError, must, run, until } from './shell.ts';

const PATIENCE_S = 60;

/**
 * Waits until sshd of a host responds. Containers' addresses are only reachable if the engine runs on this machine
 * itself and not in a virtual machine. In rare cases a running host was not reachable; it is restarted once, and the
 * cause is printed.
 */
export async function reachable(name: string, say: (text: string) => void): Promise<void> {
  try {
    await waitForSsh(name);
  } catch (error) {
    say(`${(error as Error).message}; restarting the host …`);
    await must(['docker', 'restart', name]);
    await ready([name], 120);
    await waitForSsh(name);
  }
}

async function waitForSsh(name: string): Promise<void> {
  const { address } = findHost(name);
  let last = '';
  const what = `sshd of ${name} responds on ${address} (the lab needs a Docker engine on this Linux machine)`;
  try {
    await until(what, PATIENCE_S, async () => {
      last = await greeting(address);
      return last === '' ? true : undefined;
    });
  } catch (error) {
    throw new LabError(`${(error as Error).message}: ${last}\n${await networkState(name, address)}`);
  }
}

/** Connects to sshd. @returns an empty text if sshd sent its greeting, otherwise the error */
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
    socket.once('close', () => finish('closed without a greeting'));
  });
}

/** Sockets and routes inside the host, and this machine's route to it. */
async function networkState(name: string, address: string): Promise<string> {
  const inside = await exec(name, ['sh', '-c', 'ss -Hltn "sport = :22"; ip -br address; ip route']);
  const outside = await run(['sh', '-c', `ip neigh show ${address}; ip route get ${address}; uptime`]);
  return inside.stdout + outside.stdout;
}
