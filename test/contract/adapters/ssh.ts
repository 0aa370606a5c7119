import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../../src/clock/clock.ts';
import type { Command } from '../../../src/model/command.ts';
import { sshTransport } from '../../../src/transport/ssh/transport.ts';
import { freePort, hostAt, startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { startProxy } from '../../support/sshd/proxy.ts';
import type { Adapter, World } from '../world.ts';

const product = (...args: string[]): Command => ({
  program: 'cfy_manager',
  args,
  as: 'root',
  timeoutMs: 60_000,
});

/** What the stand-in for the product does on the machine. */
const CFY_MANAGER = `case $1 in
  install) echo first; sleep 0.3; echo second; echo third >&2 ;;
  configure) echo "no good" >&2; exit 3 ;;
  start) echo begun; exec sleep 600 ;;
esac`;

let machine: Promise<Machine> | undefined;

/** The real sshd of one machine, through sudo, behind a proxy that cuts. */
export const sshAdapter: Adapter = {
  name: 'ssh to a real sshd',
  open: async () => {
    machine ??= startMachine({ programs: { cfy_manager: CFY_MANAGER } });
    return worldOf(await machine);
  },
  close: async () => (await machine)?.stop(),
};

async function worldOf(machine: Machine): Promise<World> {
  const proxy = await startProxy(machine.port);
  appendFileSync(machine.knownHosts, `[127.0.0.1]:${proxy.port} ${machine.hostKeys[0]}\n`);
  const transport = sshTransport({
    clock: systemClock,
    acceptNewHostKeys: false,
    connectRetryMs: 0,
    handshakes: 4,
  });
  const web = createServer((_request, response) => response.end('hello'));
  const [webPort, deadPort] = [await freePort(), await freePort()];
  await new Promise<void>((listening) => web.listen(webPort, '127.0.0.1', listening));
  const { identity, knownHosts } = machine;
  return {
    connect: () =>
      transport.connect(hostAt(proxy.port, { identity, knownHosts, user: 'free', become: true })),
    cutNext: (when) => proxy.cutNext(when),
    sleep: (ms) => sleep(ms),
    peek: async (path) => (existsSync(machine.at(path)) ? readFileSync(machine.at(path), 'utf8') : undefined),
    works: product('install'),
    fails: product('configure'),
    lasts: product('start'),
    killJob: async () => {
      machine.shell(
        `read -r pid _ </var/lib/quorate/jobs/install/pid; kill -9 "$pid"; pkill -9 -P "$pid" || :`,
      );
      await sleep(100);
    },
    url: `http://127.0.0.1:${webPort}/`,
    deadUrl: `http://127.0.0.1:${deadPort}/`,
    stop: async () => {
      await transport.close();
      await proxy.stop();
      web.closeAllConnections();
      web.close();
      machine.wipe();
    },
  };
}
