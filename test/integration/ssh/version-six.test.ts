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

/** The address without abbreviation. */
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

test.each(['::1', LONG])('connects to a host at %s and changes it', async (address) => {
  const session = await transport.connect(at(address));
  await session.change([whole('/srv/contract/six', 'x')]);
  const files = [{ path: '/srv/contract/six' }] as const;
  expect((await surveyOf(session, { files: [...files] })).files[0]).toMatchObject({ kind: 'file', size: 1 });
  await session.close();
});

test('reaches another server from the host by an IPv6 address', async () => {
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

test('stores a new host key under the address, and finds it there', async () => {
  const knownHosts = join(machine.directory, 'known_six');
  const accepting = testTransport({ acceptNewHostKeys: true });
  await accepting.connect(at('::1', knownHosts));
  await accepting.close();
  expect(readFileSync(knownHosts, 'utf8')).toMatch(new RegExp(`^\\[::1\\]:${machine.port} ssh-ed25519 `));
  const session = await testTransport().connect(at(LONG, knownHosts));
  await session.close();
});

test('names the address of an unknown host key', async () => {
  const knownHosts = join(machine.directory, 'known_nobody');
  writeFileSync(knownHosts, '');
  const problem = await problemOf(transport.connect(at('::1', knownHosts)));
  expect(problem.why).toBe(`no line for [::1]:${machine.port} in ${knownHosts}`);
  expect(problem.next).toContainEqual(expect.objectContaining({ command: 'trust' }));
});
