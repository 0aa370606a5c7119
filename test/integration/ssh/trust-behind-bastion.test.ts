import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { systemClock } from '../../../src/clock/clock.ts';
import { main } from '../../../src/cli/main.ts';
import type { Host } from '../../../src/model/cluster.ts';
import { recordable } from '../../../src/model/host/host-trust.ts';
import { nextText } from '../../../src/model/next-step.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { SshOptions } from '../../../src/transport/ssh/connect/options.ts';
import { keyTrust } from '../../../src/transport/ssh/connect/trust/trust.ts';
import { startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { makeKey, startServer } from '../../support/sshd/server.ts';
import { problemOf, testTransport } from '../../support/sshd/transport.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';

jest.setTimeout(120_000);

let outer: Machine;
let inner: Machine;
let target: Machine;
/** The key of servers in this process. */
let hostKey: string;

beforeAll(async () => {
  [outer, inner, target] = await Promise.all([startMachine(), startMachine(), startMachine()]);
  hostKey = makeKey(target.directory, 'host');
});
afterAll(async () => {
  await Promise.all([outer, inner, target].map((machine) => machine.stop()));
});

const hop = (machine: Machine) => ({
  address: '127.0.0.1',
  port: machine.port,
  user: 'root',
  identity: machine.identity,
});
const linesOf = (machine: Machine) =>
  machine.hostKeys.map((key) => `[127.0.0.1]:${machine.port} ${key}\n`).join('');

/** A host behind both bastions, and its known_hosts file with the keys of some machines. */
function behind(name: string, known = ''): { readonly host: Host; readonly text: () => string } {
  const knownHosts = join(target.directory, name);
  if (known !== '') writeFileSync(knownHosts, known);
  return {
    host: target.host({ knownHosts, jump: [hop(outer), hop(inner)] }),
    text: () => (existsSync(knownHosts) ? readFileSync(knownHosts, 'utf8') : ''),
  };
}

function trusting(options: Partial<SshOptions> = {}) {
  return keyTrust({
    ...{ clock: systemClock, acceptNewHostKeys: false, connectRetryMs: 0, handshakes: 8 },
    ...options,
  });
}

describe('the keys of a host behind two bastions', () => {
  test('are fetched after those of the bastions, in hop order, and recorded after one confirmation', async () => {
    const { host, text } = behind('all-new');
    const keys = trusting();
    const read = await keys.read([host, { ...host, name: 'db2' }]);
    expect(read.flatMap(({ problem }) => problem ?? [])).toEqual([]);
    expect(read.map(({ trust }) => trust.host)).toEqual([
      `bastion root@127.0.0.1:${outer.port}`,
      `bastion root@127.0.0.1:${inner.port}`,
      'db1',
      'db2',
    ]);
    expect(read.flatMap(({ trust }) => trust.keys.map(({ state }) => state))).toEqual(Array(8).fill('new'));
    expect(text()).toBe('');
    for (const { trust } of read)
      await keys.record(
        trust.host,
        recordable(trust).map(({ fingerprint }) => fingerprint),
      );
    keys.close();
    expect(text()).toBe(linesOf(outer) + linesOf(inner) + linesOf(target));
    const transport = testTransport();
    await transport.connect(host);
    await transport.close();
  });

  test('are not fetched through a bastion whose key has changed, whose problem is reported once', async () => {
    const changed = `[127.0.0.1]:${inner.port} ${target.hostKeys[0]}\n`;
    const { host } = behind('changed', linesOf(outer) + changed);
    const keys = trusting();
    const read = await keys.read([host]);
    keys.close();
    expect(read.map(({ trust }) => trust.isRefused)).toEqual([false, true, true]);
    expect(read.flatMap(({ problem }) => problem ?? [])).toEqual([
      expect.objectContaining({
        where: `bastion root@127.0.0.1:${inner.port}`,
        what: expect.stringContaining('the host key has changed'),
      }),
    ]);
  });

  test('are not fetched through a new bastion that prompts: it gets no answer', async () => {
    const server = await startServer({ hostKeys: [hostKey], accepts: () => false });
    const askPrompt = jest.fn(async () => new Secret('123456'));
    const knownHosts = join(target.directory, 'prompting');
    const jump = [{ ...hop(outer), port: server.port }];
    const keys = trusting({ askPrompt });
    const read = await keys.read([target.host({ knownHosts, jump })]);
    keys.close();
    await server.stop();
    expect(askPrompt).not.toHaveBeenCalled();
    expect(read.map(({ trust }) => trust.isRefused)).toEqual([false, true]);
    expect(read[1]?.problem?.what).toMatch(/prompts for "Password:" before its key is recorded/);
  });
});

test('the first refused key of a bastion leads to trust', async () => {
  const transport = testTransport();
  const problem = await problemOf(transport.connect(behind('empty').host));
  await transport.close();
  expect(problem.what).toContain(`bastion root@127.0.0.1:${outer.port}: unknown host key`);
  expect(nextText(problem.next ?? '')).toContain('quorate trust');
});

test('quorate trust asks once, for bastions and hosts', async () => {
  const server = await startServer({
    hostKeys: [hostKey],
    accepts: () => false,
    address: '0.0.0.0',
  });
  const file = join(target.directory, 'inventory.yaml');
  writeFileSync(file, inventory(server.port));
  const fake = fakeEdges({ tty: true });
  const ended = main(['trust', file], fake.edges);
  while (!fake.stderr().includes('[y/N]')) await sleep(20);
  fake.stdin.write('y');
  expect([await ended, fake.stderr().match(/\[y\/N\]/g)]).toEqual([0, ['[y/N]']]);
  await server.stop();
  expect(fake.stderr().replace(/\s+/g, ' ')).toContain(
    `new keys of bastion root@127.0.0.1:${outer.port}, databases0, `,
  );
  const known = readFileSync(join(target.directory, 'recorded'), 'utf8').trim().split('\n');
  expect(known).toHaveLength(2 + 9);
});

function inventory(port: number): string {
  const role = (name: string, first: number) =>
    `${name}:\n  hosts:\n${[0, 1, 2].map((n) => `    - { name: ${name}${n}, address: 127.0.0.${first + n}, private_ip: 10.0.0.${first + n} }\n`).join('')}`;
  const jump = `{ host: 'root@127.0.0.1:${outer.port}', identity: ${outer.identity} }`;
  return `name: demo
cloudify: { version: 7.0.4, package: package.rpm }
tls: { directory: certificates }
secrets: { env: true }
ssh: { user: operator, port: ${port}, known_hosts: recorded, jump: [${jump}] }
${role('databases', 11)}${role('brokers', 21)}${role('managers', 31)}`;
}
