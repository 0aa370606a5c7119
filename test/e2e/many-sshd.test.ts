import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Host, SshClient } from '../../src/model/cluster.ts';
import { systemClock } from '../../src/clock/clock.ts';
import type { ConnectCause } from '../../src/model/host/connect-cause.ts';
import { MINUTE, SECOND } from '../../src/model/duration.ts';
import { keyTrust } from '../../src/transport/ssh/connect/trust/trust.ts';
import { ensureDebian13, startPenalizing } from '../support/sshd/debian-13.ts';
import type { Penalizing } from '../support/sshd/debian-13.ts';
import { startMachine } from '../support/sshd/machine.ts';
import type { Machine } from '../support/sshd/machine.ts';
import { problemOf, testTransport } from '../support/sshd/transport.ts';
import { sshdVariants } from '../support/sshd/variants.ts';
import type { Variants } from '../support/sshd/variants.ts';

jest.setTimeout(5 * MINUTE);

const CLIENTS: readonly SshClient[] = ['ssh2', 'openssh'];

/** The limits with which the program connects to all hosts at the start of a command. */
const LIMITS = { connectRetryMs: 20 * SECOND, handshakes: 8 };

/** Connects to all hosts at the same time. @returns the causes of the failed attempts, by host */
async function connectAll(hosts: readonly Host[]): Promise<ReadonlyMap<string, readonly ConnectCause[]>> {
  const causes = new Map<string, ConnectCause[]>();
  const transport = testTransport({
    ...LIMITS,
    openssh: { program: 'ssh', env: {}, configFile: 'none' },
    onRetry: ({ host, cause }) => causes.set(host, [...(causes.get(host) ?? []), cause]),
  });
  try {
    const sessions = await Promise.all(hosts.map((host) => transport.connect(patient(host))));
    expect(sessions.map(({ host }) => host)).toEqual(hosts.map(({ name }) => name));
    return causes;
  } finally {
    await transport.close();
  }
}

/** One attempt may take long, because this machine may have much else to do. */
const patient = (host: Host): Host => ({ ...host, ssh: { ...host.ssh, connectTimeoutMs: MINUTE } });

const flat = (causes: ReadonlyMap<string, readonly ConnectCause[]>) => [
  ...new Set([...causes.values()].flat()),
];

describe('40 sshd at MaxStartups 10:30:100, with 12 other logins in progress on each', () => {
  let machine: Machine;
  let variants: Variants;
  let ports: readonly number[];
  const others: Socket[] = [];

  beforeAll(async () => {
    machine = await startMachine({ startups: '10:30:100', sshd: ['LoginGraceTime 30'] });
    variants = sshdVariants(machine);
    ports = await Promise.all(Array.from({ length: 40 }, (_, n) => variants.portOf([`# sshd ${n + 1}`])));
  });
  afterEach(() => others.splice(0).forEach((socket) => socket.destroy()));
  afterAll(async () => {
    variants.stop();
    await machine.stop();
  });

  /** Opens connections that never log in. Resolves once each sshd has answered or dropped them. */
  async function occupy(): Promise<void> {
    const all = ports.flatMap((port) => Array.from({ length: 12 }, () => connect(port, '127.0.0.1')));
    others.push(...all);
    const answered = (socket: Socket) =>
      new Promise((done) => socket.once('data', done).once('close', done).on('error', done));
    await Promise.all(all.map(answered));
  }

  test.each(CLIENTS)('no host is lost, and the back-off is named, with %s', async (client) => {
    await occupy();
    const knownHosts = join(machine.directory, 'known-ports');
    const lines = ports.flatMap((port) => machine.hostKeys.map((key) => `[127.0.0.1]:${port} ${key}\n`));
    writeFileSync(knownHosts, lines.join(''));
    const hosts = ports.map((port, n) => ({
      ...machine.host({ client, port, knownHosts }),
      name: `db${n + 1}`,
    }));
    const causes = await connectAll(hosts);
    expect(flat(causes)).toContain('overloaded');
    expect(flat(causes).filter((cause) => !['overloaded', 'closed'].includes(cause))).toEqual([]);
  });
});

describe("10 sshd of Debian 13, which penalizes the operator's address", () => {
  let debian: Penalizing;
  const all = (client: SshClient) => debian.names.map((name) => debian.host(name, { client }));

  beforeAll(ensureDebian13);

  beforeAll(async () => {
    debian = await startPenalizing(10);
  });
  afterAll(() => debian.stop());

  test.each(CLIENTS)(
    'after failed logins no host is lost, and the back-off is named, with %s',
    async (client) => {
      const { wrongIdentity: identity } = debian;
      const failing = testTransport({ openssh: { program: 'ssh', env: {}, configFile: 'none' } });
      for (let round = 1; round <= 4; round += 1) {
        const failures = debian.names.map((name) =>
          failing.connect(patient(debian.host(name, { client, identity }))),
        );
        for (const { what } of await Promise.all(failures.map(problemOf)))
          expect(what).toContain('authentication failed');
      }
      const causes = await connectAll(all(client));
      for (const name of debian.names) expect(causes.get(name)).toContain('penalized');
    },
  );

  test('keys can be fetched several times before the login', async () => {
    const keys = keyTrust({ clock: systemClock, acceptNewHostKeys: false, ...LIMITS });
    for (let round = 1; round <= 3; round += 1)
      for (const host of all('ssh2')) expect((await keys.read([host]))[0]?.problem).toBeUndefined();
    keys.close();
    expect(flat(await connectAll(all('ssh2')))).toEqual([]);
  });
});
