import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { opensshTransport } from '../../support/openssh/client.ts';
import { startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { startProxy } from '../../support/sshd/proxy.ts';
import type { Proxy } from '../../support/sshd/proxy.ts';

jest.setTimeout(60_000);

let directory: string;
let bastion: Machine;
let machine: Machine;
let proxy: Proxy;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-one-client-'));
  [bastion, machine] = await Promise.all([startMachine(), startMachine()]);
  proxy = await startProxy(bastion.port);
});
afterAll(async () => {
  await proxy.stop();
  await Promise.all([bastion.stop(), machine.stop()]);
  rmSync(directory, { recursive: true });
});

/** Two hosts behind one bastion. ssh_config sets a certificate for the second. */
function hostsBehind() {
  const knownHosts = join(directory, 'known');
  const known = [
    ...bastion.hostKeys.map((key) => `[127.0.0.1]:${proxy.port} ${key}\n`),
    ...machine.hostKeys.map((key) => `[127.0.0.1]:${machine.port},[localhost]:${machine.port} ${key}\n`),
  ];
  writeFileSync(knownHosts, known.join(''));
  const jump = [{ address: '127.0.0.1', port: proxy.port, user: 'root', identity: bastion.identity }];
  const host = machine.host({ client: 'auto', knownHosts, jump });
  return [host, { ...host, name: 'db2', address: 'localhost' }] as const;
}

test('with auto, hosts behind one bastion have one client, and the bastion sees one handshake', async () => {
  const file = join(directory, 'config');
  writeFileSync(file, 'Host localhost\n  CertificateFile /nowhere/cert.pub\n');
  const hosts = hostsBehind();
  const selected: string[] = [];
  const transport = opensshTransport(file, {
    hosts,
    sshConfig: { program: 'ssh', env: process.env, home: directory, localUser: 'root', file },
    onOpenSsh: (host, reasons) => selected.push(`${host}: ${reasons.join()}`),
  });
  try {
    const sessions = await Promise.all(hosts.map((host) => transport.connect(host)));
    expect(sessions.map(({ host }) => host)).toEqual(['db1', 'db2']);
    expect(proxy.connections()).toBe(1);
    expect(selected.toSorted()).toEqual([
      `db1: bastion root@127.0.0.1:${proxy.port}, whose connection it shares with db2`,
      `db2: CertificateFile of ssh_config (${file}:2)`,
    ]);
  } finally {
    await transport.close();
  }
});
