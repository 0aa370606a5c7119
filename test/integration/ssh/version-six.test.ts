import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { problemOf, testTransport } from '../../support/sshd/transport.ts';
import { surveyOf, whole } from '../../contract/samples.ts';

jest.setTimeout(60_000);

/** As nobody shortens it. */
const LONG = '0:0:0:0:0:0:0:1';
let machine: Machine;
const transport = testTransport();
beforeAll(async () => {
  machine = await startMachine();
});
afterAll(async () => {
  await transport.close();
  await machine.stop();
});

const at = (address: string, knownHosts = machine.knownHosts) => ({
  ...machine.host({ knownHosts }),
  address,
});

test.each(['::1', LONG])('a host is logged in to and worked on at %s', async (address) => {
  const session = await transport.connect(at(address));
  await session.change([whole('/srv/contract/six', 'x')]);
  const files = [{ path: '/srv/contract/six' }] as const;
  expect((await surveyOf(session, { files: [...files] })).files[0]).toMatchObject({ kind: 'file', size: 1 });
  await session.close();
});

test('something beside it is reached there by an address of version 6', async () => {
  const web = createServer((_request, response) => response.end('hello')).listen(0, '::1');
  await new Promise((listening) => web.once('listening', listening));
  const { port } = web.address() as AddressInfo;
  const session = await transport.connect(at('::1'));
  const asked = { method: 'GET', url: `http://[::1]:${port}/`, timeoutMs: 10_000 } as const;
  expect(await session.request(asked)).toMatchObject({ status: 200, body: 'hello' });
  await session.close();
  web.closeAllConnections();
  web.close();
});

test('a new host key is kept under the address, and known by it afterwards', async () => {
  const knownHosts = join(machine.directory, 'known_six');
  const accepting = testTransport({ acceptNewHostKeys: true });
  await accepting.connect(at('::1', knownHosts));
  await accepting.close();
  expect(readFileSync(knownHosts, 'utf8')).toMatch(new RegExp(`^\\[::1\\]:${machine.port} ssh-ed25519 `));
  const session = await testTransport().connect(at(LONG, knownHosts));
  await session.close();
});

test('an unknown one is told by that name', async () => {
  const knownHosts = join(machine.directory, 'known_nobody');
  writeFileSync(knownHosts, '');
  const problem = await problemOf(transport.connect(at('::1', knownHosts)));
  expect(problem.why).toBe(`no line for [::1]:${machine.port} in ${knownHosts}`);
  expect(problem.next).toContain(`ssh-keyscan -p ${machine.port} ::1`);
});
