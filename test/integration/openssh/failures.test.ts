import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Problem } from '../../../src/errors/errors.ts';
import type { SshSettings } from '../../../src/model/cluster.ts';
import { OPENSSH, opensshTransport } from '../../support/openssh/client.ts';
import { freePort, hostAt, startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { makeKey } from '../../support/sshd/server.ts';
import { startProxy } from '../../support/sshd/proxy.ts';
import { problemOf } from '../../support/sshd/transport.ts';
import { advised, adviceText } from '../../support/advised.ts';

jest.setTimeout(60_000);

let directory: string;
let machine: Machine;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-openssh-'));
  machine = await startMachine();
});
afterAll(async () => {
  await machine.stop();
  rmSync(directory, { recursive: true });
});

const at = (name: string) => join(directory, name);

interface Situation {
  readonly ssh?: Partial<SshSettings>;
  readonly address?: string;
  readonly port?: number;
  readonly config?: string;
}

/** Returns the problem of connecting in a situation. */
async function seen({ ssh = {}, address, port, config }: Situation): Promise<Problem> {
  const configFile = config === undefined ? 'none' : at('config');
  if (config !== undefined) writeFileSync(configFile, config, { mode: 0o600 });
  const transport = opensshTransport(configFile);
  const { identity, knownHosts } = machine;
  const host = hostAt(port ?? machine.port, { ...OPENSSH, identity, knownHosts, ...ssh });
  const problem = await problemOf(transport.connect(address === undefined ? host : { ...host, address }));
  await transport.close();
  return problem;
}

/** Runs a test against a port that answers each connection in this way. */
async function withPort(
  answer: (socket: Socket) => void,
  use: (port: number) => Promise<void>,
): Promise<void> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    answer(socket);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  await use((server.address() as AddressInfo).port);
  sockets.forEach((socket) => socket.destroy());
  server.close();
}

function knownAs(marker: string, key: string): string {
  const file = at(`known-${marker || 'other'}`);
  writeFileSync(file, `${marker}[127.0.0.1]:${machine.port} ${key}\n`);
  return file;
}

describe('a host key', () => {
  test('that is unknown is refused, with its fingerprint', async () => {
    const knownHosts = at('empty');
    const problem = await seen({ ssh: { knownHosts } });
    expect(problem).toMatchObject({
      where: 'db1',
      what: expect.stringMatching(/^unknown host key: SHA256:\S{43} \(ssh-ed25519\)$/),
      why: `no line for [127.0.0.1]:${machine.port} in ${knownHosts}`,
    });
    expect(problem.next).toContainEqual(expect.objectContaining({ command: 'trust' }));
  });

  test('that is new is recorded on request, and reported', async () => {
    const knownHosts = at('recorded');
    const reported: string[] = [];
    const transport = opensshTransport('none', {
      acceptNewHostKeys: true,
      onHostKeyAccepted: (host, fingerprint) => reported.push(`${host} ${fingerprint}`),
    });
    await transport.connect(machine.host({ ...OPENSSH, knownHosts }));
    await transport.connect(machine.host({ ...OPENSSH, knownHosts }));
    await transport.close();
    expect(reported).toEqual([expect.stringMatching(/^db1 SHA256:\S{43}$/)]);
    expect(readFileSync(knownHosts, 'utf8')).toContain(machine.hostKeys[0]?.split(' ')[1]);
  });

  test('that has changed is refused, with the line of the known key', async () => {
    const other = readFileSync(`${makeKey(directory, 'other')}.pub`, 'utf8')
      .split(' ')
      .slice(0, 2)
      .join(' ');
    const knownHosts = knownAs('', other);
    expect(advised([await seen({ ssh: { knownHosts } })])[0]).toMatchObject({
      what: expect.stringMatching(/^the host key has changed: SHA256:\S{43} \(ssh-ed25519\)$/),
      next: `if the host was reinstalled: ssh-keygen -R '[127.0.0.1]:${machine.port}' -f ${knownHosts}`,
      lines: [`known: ED25519 ${knownHosts}:1`],
    });
  });

  test('that is revoked is refused', async () => {
    const knownHosts = knownAs('@revoked ', machine.hostKeys[0] ?? '');
    expect((await seen({ ssh: { knownHosts } })).what).toMatch(/^revoked host key: SHA256:/);
  });
});

describe('a login', () => {
  test('with a key that the host does not know lists the key and the methods of the host', async () => {
    const identity = makeKey(directory, 'unauthorized');
    expect(advised([await seen({ ssh: { identity } })])[0]).toMatchObject({
      what: 'authentication failed for free@127.0.0.1',
      why: `key ${identity}: rejected by the host; the host allows: publickey, password, keyboard-interactive`,
      next:
        `authorize the key on the host: ssh-copy-id -i ${identity} -p ${machine.port} free@127.0.0.1, or ` +
        'if the key is authorized, read why sshd refuses it, on db1: journalctl -u ssh -u sshd -n 20',
    });
  });

  test('with a key that does not exist names the file', async () => {
    const problem = await seen({ ssh: { identity: at('missing') } });
    expect(problem.why).toContain(`key ${at('missing')}: cannot read the file: No such file or directory`);
    expect(adviceText(problem.next)).toBe('correct `ssh.identity` in the inventory');
  });

  test('with a key that other accounts can read prints how to protect it', async () => {
    const identity = makeKey(directory, 'exposed');
    writeFileSync(`${identity}.pub`, readFileSync(`${machine.identity}.pub`));
    writeFileSync(identity, readFileSync(machine.identity));
    chmodSync(identity, 0o644);
    expect(advised([await seen({ ssh: { identity } })])[0]).toMatchObject({
      why: expect.stringContaining(`key ${identity}: other accounts can read it`),
      next: `chmod 600 ${identity}`,
    });
  });
});

describe('a network', () => {
  test('without a listener', async () => {
    const port = await freePort();
    expect(advised([await seen({ port })])[0]).toMatchObject({
      what: `cannot connect to 127.0.0.1 port ${port}: Connection refused`,
      next: `ssh -v -i ${machine.identity} -p ${port} free@127.0.0.1`,
    });
  });

  test('without the name', async () => {
    expect(await seen({ address: 'db1.invalid' })).toMatchObject({
      what: expect.stringContaining(`cannot connect to db1.invalid port ${machine.port}: `),
      why: expect.stringMatching(/name server/),
    });
  });

  test('with a web server on the port', async () => {
    await withPort(
      (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      async (port) =>
        expect(await seen({ port })).toMatchObject({
          what: `cannot connect to 127.0.0.1 port ${port}: HTTP/1.1 400 Bad Request`,
          why: expect.stringContaining('another program answers'),
        }),
    );
  });

  test('with a port that sends nothing, within the limit', async () => {
    await withPort(
      () => undefined,
      async (port) =>
        expect(await seen({ port, ssh: { connectTimeoutMs: 1_000 } })).toMatchObject({
          what: `cannot connect to 127.0.0.1 port ${port}: the port accepts the connection and sends nothing within 1.0s`,
        }),
    );
  });

  test('with a host that closes each connection', async () => {
    await withPort(
      (socket) => socket.destroy(),
      async (port) => expect((await seen({ port })).why).toContain('MaxStartups'),
    );
  });

  test.each([
    ['Exceeded MaxStartups', 'MaxStartups'],
    ['Not allowed at this time', 'PerSourcePenalties'],
  ])('with an sshd that answers "%s"', async (line, cause) => {
    await withPort(
      (socket) => socket.end(`${line}\r\n`),
      async (port) => expect((await seen({ port })).why).toContain(cause),
    );
  });
});

test('a host that refuses connections for a while is tried again', async () => {
  const port = await freePort();
  const causes: string[] = [];
  const transport = opensshTransport('none', {
    connectRetryMs: 10_000,
    onRetry: ({ cause }) => causes.push(cause),
  });
  const { identity, knownHosts } = machine;
  appendFileSync(knownHosts, `[127.0.0.1]:${port} ${machine.hostKeys[0]}\n`);
  const connecting = transport.connect(hostAt(port, { ...OPENSSH, identity, knownHosts }));
  while (causes.length === 0) await sleep(20);
  const proxy = await startProxy(machine.port, port);
  await connecting;
  expect(new Set(causes)).toEqual(new Set(['refused']));
  await transport.close();
  await proxy.stop();
});

describe('a client', () => {
  test('that rejects ssh_config prints the line', async () => {
    expect(await seen({ config: 'Host *\n  UnknownKeyword yes\n' })).toMatchObject({
      what: `ssh rejects line 2 of ${at('config')}`,
      lines: [expect.stringMatching(/unknown/)],
    });
  });

  test('that is not installed is reported', async () => {
    const transport = opensshTransport('none', { openssh: { program: 'no-such-ssh', env: process.env } });
    expect(await problemOf(transport.connect(machine.host(OPENSSH)))).toMatchObject({
      what: 'this machine has no OpenSSH client',
    });
    await transport.close();
  });
});
