import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer as createTls } from 'node:tls';
import { systemClock } from '../../../src/clock/clock.ts';
import type { SshClient } from '../../../src/model/cluster.ts';
import type { Command } from '../../../src/model/host/command.ts';
import { Secret } from '../../../src/model/secret.ts';
import { sshTransport } from '../../../src/transport/ssh/transport.ts';
import { freePort, hostAt, startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { startProxy } from '../../support/sshd/proxy.ts';
import { makeAuthority, makeCertificate } from '../../support/sshd/certificates.ts';
import { startFakePostgres } from '../../support/postgres/fake.ts';
import type { Adapter, World } from '../world.ts';

const product = (...args: string[]): Command => ({
  program: 'cfy_manager',
  args,
  as: 'root',
  timeoutMs: 60_000,
});

/** The stand-in for the product on the machine. */
const CFY_MANAGER = `case $1 in
  install) echo first; sleep 0.3; echo second; echo third >&2 ;;
  configure) echo "no good" >&2; exit 3 ;;
  start) echo started; exec sleep 600 ;;
esac`;

let machine: Promise<Machine> | undefined;
let certificates: Certificates | undefined;

/** A real sshd of one machine, used through sudo, behind a proxy that cuts connections. */
export const SSH_ADAPTERS: readonly Adapter[] = (['ssh2', 'openssh'] as const).map((client) => ({
  name: `${client} to a real sshd`,
  open: async () => {
    machine ??= startMachine({ programs: { cfy_manager: CFY_MANAGER } });
    certificates ??= makeCertificates();
    return worldOf(await machine, certificates, client);
  },
  close: async () => {
    await (await machine)?.stop();
    machine = undefined;
  },
}));

interface Certificates {
  readonly ca: string;
  readonly otherCa: string;
  readonly certificate: string;
  readonly key: string;
}

function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-contract-'));
  makeAuthority(folder, 'ca');
  makeAuthority(folder, 'other-ca');
  makeCertificate(folder, 'server', { san: 'IP:127.0.0.1' });
  const [ca, otherCa, certificate, key] = ['ca.crt', 'other-ca.crt', 'server.crt', 'server.key'].map((name) =>
    readFileSync(join(folder, name), 'utf8'),
  ) as [string, string, string, string];
  rmSync(folder, { recursive: true });
  return { ca, otherCa, certificate, key };
}

async function worldOf(
  machine: Machine,
  { ca, otherCa, ...served }: Certificates,
  client: SshClient,
): Promise<World> {
  const proxy = await startProxy(machine.port);
  appendFileSync(machine.knownHosts, `[127.0.0.1]:${proxy.port} ${machine.hostKeys[0]}\n`);
  const transport = sshTransport({
    clock: systemClock,
    acceptNewHostKeys: false,
    connectRetryMs: 0,
    handshakes: 4,
    openssh: { program: 'ssh', env: process.env },
  });
  const web = createServer((_request, response) => response.end('hello'));
  const [webPort, deadPort] = [await freePort(), await freePort()];
  await new Promise<void>((listening) => web.listen(webPort, '127.0.0.1', listening));
  const database = await startFakePostgres(served);
  const tls = createTls({ cert: served.certificate, key: served.key });
  tls.on('tlsClientError', () => undefined);
  await new Promise<void>((listening) => tls.listen(0, '127.0.0.1', listening));
  const { identity, knownHosts } = machine;
  return {
    connect: () =>
      transport.connect(hostAt(proxy.port, { client, identity, knownHosts, user: 'free', become: true })),
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
    database: {
      ...{ address: '127.0.0.1', port: database.port, ca, user: 'postgres', database: 'postgres' },
      password: new Secret('right-horse'),
    },
    tls: { address: '127.0.0.1', port: (tls.address() as AddressInfo).port, ca },
    otherCa,
    stop: async () => {
      await transport.close();
      await database.stop();
      tls.close();
      await proxy.stop();
      web.closeAllConnections();
      web.close();
      machine.wipe();
    },
  };
}
