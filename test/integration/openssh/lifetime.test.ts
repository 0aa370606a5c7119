import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { ConnectionLost } from '../../../src/errors/errors.ts';
import type { Transport } from '../../../src/transport/port.ts';
import { OPENSSH, opensshTransport, processesWith, remaining } from '../../support/openssh/client.ts';
import { hostAt, startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { startProxy } from '../../support/sshd/proxy.ts';

jest.setTimeout(60_000);

const EXISTS = { program: 'test', args: ['-e', '/'], as: 'root', timeoutMs: 30_000 } as const;
let machine: Machine;
const transports: Transport[] = [];

beforeAll(async () => {
  machine = await startMachine({ sshd: ['ClientAliveInterval 1', 'ClientAliveCountMax 2'] });
});
afterAll(async () => {
  await Promise.all(transports.map((transport) => transport.close()));
  await machine.stop();
});

function transport(options: Parameters<typeof opensshTransport>[1] = {}): Transport {
  const made = opensshTransport('none', options);
  transports.push(made);
  return made;
}

/** Starts a run of its own process, and kills it when it has printed the word. */
async function killAt(word: string, port: number): Promise<void> {
  const script = join(import.meta.dirname, '../../support/openssh/killed-run.ts');
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', script, String(port), machine.knownHosts, machine.identity],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => chunk.toString().includes(word) && resolve());
  });
  while (processesWith(`UserKnownHostsFile=${machine.knownHosts}`).length < 2) await sleep(20);
  child.kill('SIGKILL');
}

test('leaves no master after SIGKILL', async () => {
  await killAt('connected', machine.port);
  expect(await remaining(`UserKnownHostsFile=${machine.knownHosts}`)).toEqual([]);
});

test('leaves no ssh after SIGKILL while it waits for a host that sends nothing', async () => {
  const hanging = createServer(() => undefined);
  await new Promise<void>((listening) => hanging.listen(0, '127.0.0.1', listening));
  await killAt('connecting', (hanging.address() as AddressInfo).port);
  expect(await remaining(`UserKnownHostsFile=${machine.knownHosts}`)).toEqual([]);
  hanging.close();
});

test('leaves no master after the session and the transport were closed', async () => {
  const own = transport();
  const session = await own.connect(machine.host(OPENSSH));
  await session.close();
  await own.close();
  expect(await remaining(`UserKnownHostsFile=${machine.knownHosts}`)).toEqual([]);
});

test('reports the loss of a master that was killed', async () => {
  const session = await transport().connect(machine.host(OPENSSH));
  processesWith(`UserKnownHostsFile=${machine.knownHosts}`).forEach((pid) => process.kill(pid, 'SIGKILL'));
  await expect(session.ask([EXISTS])).rejects.toThrow(ConnectionLost);
});

test('reports a host that does not answer keepalives', async () => {
  const proxy = await startProxy(machine.port);
  appendFileSync(machine.knownHosts, `[127.0.0.1]:${proxy.port} ${machine.hostKeys[0]}\n`);
  const { knownHosts, identity } = machine;
  const session = await transport({ keepaliveMs: 1_000 }).connect(
    hostAt(proxy.port, { ...OPENSSH, knownHosts, identity }),
  );
  proxy.freeze();
  await expect(session.ask([EXISTS])).rejects.toThrow('Keepalive timeout');
  await proxy.stop();
});

test('answers the requests with which sshd checks that its client is running', async () => {
  const session = await transport().connect(machine.host(OPENSSH));
  await sleep(4_000);
  expect(await session.ask([EXISTS])).toMatchObject([{ code: 0 }]);
  await session.close();
});
