import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { systemClock } from '../../../src/clock/clock.ts';
import { connector } from '../../../src/transport/ssh/connect/connect.ts';
import { hostAt } from '../../support/sshd/machine.ts';
import { makeKey, startServer } from '../../support/sshd/server.ts';
import type { Server } from '../../support/sshd/server.ts';

jest.setTimeout(60_000);

const HOSTS = 200;
const HANDSHAKES = 8;

let directory: string;
let key: string;
let bastion: Server;
let hosts: Server;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-bastion-'));
  key = makeKey(directory, 'key');
  const same = { hostKeys: [key], accepts: ({ method }: { method: string }) => method === 'publickey' };
  bastion = await startServer({ ...same, forwards: (to) => connect(to.port, to.address) });
  hosts = await startServer({ ...same, address: '0.0.0.0' });
});
afterAll(async () => {
  await Promise.all([bastion.stop(), hosts.stop()]);
  rmSync(directory, { recursive: true });
});

test('200 hosts behind one bastion need one handshake with it, and few of theirs run at the same time', async () => {
  const knownHosts = join(directory, 'known');
  const clock = systemClock;
  const made = connector({ clock, acceptNewHostKeys: true, connectRetryMs: 0, handshakes: HANDSHAKES });
  const jump = [{ address: '127.0.0.1', port: bastion.port, user: 'root', identity: key }];
  writeFileSync(knownHosts, '');
  const connections = await Promise.all(
    Array.from({ length: HOSTS }, async (_, n) => {
      const host = { ...hostAt(hosts.port, { identity: key, knownHosts, jump }), name: `host${n}` };
      return made.connect(await made.route({ ...host, address: `127.0.1.${n + 1}` }));
    }),
  );
  expect(connections.every(({ lost }) => !lost.aborted)).toBe(true);
  expect([bastion.connections, hosts.connections]).toEqual([1, HOSTS]);
  expect(hosts.atOnce).toBeLessThanOrEqual(2 * HANDSHAKES);
  connections.forEach((connection) => connection.end('closed'));
  made.close();
});
