import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { SshClient, SshSettings } from '../../../src/model/cluster.ts';
import type { SshOptions } from '../../../src/transport/ssh/connect/options.ts';
import type { Session } from '../../../src/transport/port.ts';
import { startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { startProxy } from '../../support/sshd/proxy.ts';
import type { Proxy } from '../../support/sshd/proxy.ts';
import { problemOf, testTransport } from '../../support/sshd/transport.ts';

jest.setTimeout(120_000);

/** Three machines on loopback. The bastions are reached through proxies, which count the connections. */
let outer: Machine;
let inner: Machine;
let target: Machine;
/** The client of the hosts. */
let used: SshClient;
let proxies: ReadonlyMap<Machine, Proxy>;
const transports: ReturnType<typeof testTransport>[] = [];

beforeAll(async () => {
  [outer, inner, target] = await Promise.all([
    startMachine({ sshd: ['MaxStartups 2:100:2'] }),
    startMachine(),
    startMachine(),
  ]);
  proxies = new Map(
    await Promise.all([outer, inner].map(async (one) => [one, await startProxy(one.port)] as const)),
  );
});
afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
});
afterAll(async () => {
  await Promise.all([...proxies.values()].map((proxy) => proxy.stop()));
  await Promise.all([outer, inner, target].map((machine) => machine.stop()));
});

/** The port at which a machine is reached. */
const portOf = (machine: Machine): number => proxies.get(machine)?.port ?? machine.port;

/** Writes one known_hosts file with the keys of the machines. */
function knownHostsOf(...machines: readonly Machine[]): string {
  const file = join(target.directory, 'known');
  const lines = machines.flatMap((one) => one.hostKeys.map((key) => `[127.0.0.1]:${portOf(one)} ${key}\n`));
  writeFileSync(file, lines.join(''));
  return file;
}

const hop = (machine: Machine, user = 'root') => ({
  address: '127.0.0.1',
  port: portOf(machine),
  user,
  identity: machine.identity,
});

function transport(options: Partial<SshOptions> = {}) {
  const made = testTransport({
    openssh: { program: 'ssh', env: process.env, configFile: 'none' },
    ...options,
  });
  transports.push(made);
  return made;
}

const host = (ssh: Partial<SshSettings>, name = 'db1') => ({
  ...target.host({ client: used, ...ssh }),
  name,
});

/** True if the session runs a command as root. */
async function answers(session: Session): Promise<boolean> {
  const [answer] = await session.ask([
    { program: 'test', args: ['-O', '/root'], as: 'root', timeoutMs: 5_000 },
  ]);
  return answer?.kind === 'exited' && answer.code === 0;
}

/** Returns a function that counts the new connections with a bastion. */
function counter(machine: Machine): () => number {
  const before = proxies.get(machine)?.connections() ?? 0;
  return () => (proxies.get(machine)?.connections() ?? 0) - before;
}

describe.each(['ssh2', 'openssh'] as const)('with %s', (client) => {
  beforeEach(() => void (used = client));

  describe('a host behind a bastion', () => {
    test('is reached through it', async () => {
      const knownHosts = knownHostsOf(outer, target);
      const connections = counter(outer);
      const session = await transport().connect(host({ knownHosts, jump: [hop(outer)] }));
      expect(await answers(session)).toBe(true);
      expect(connections()).toBe(1);
    });

    test('is reached through two bastions, each with its own account and key', async () => {
      const knownHosts = knownHostsOf(outer, inner, target);
      const jump = [hop(outer, 'free'), hop(inner, 'asking')];
      const [first, second] = [counter(outer), counter(inner)];
      const session = await transport().connect(host({ knownHosts, jump }));
      expect(await answers(session)).toBe(true);
      expect([first(), second()]).toEqual([1, 1]);
    });

    test('shares the connection with the bastion: thirty hosts, one handshake', async () => {
      const knownHosts = knownHostsOf(outer, target);
      const connections = counter(outer);
      const ssh = transport();
      const names = Array.from({ length: 30 }, (_, index) => `db${index + 1}`);
      const sessions = await Promise.all(
        names.map((name) => ssh.connect(host({ knownHosts, jump: [hop(outer)] }, name))),
      );
      expect(await Promise.all(sessions.map(answers))).toEqual(names.map(() => true));
      expect(connections()).toBe(1);
    });

    test('is reached again after the bastion was lost, and the loss names the bastion', async () => {
      const knownHosts = knownHostsOf(outer, target);
      const ssh = transport({ connectRetryMs: 10_000 });
      const session = await ssh.connect(host({ knownHosts, jump: [hop(outer)] }));
      outer.cutAll();
      await expect(answers(session)).rejects.toMatchObject({
        why: `the connection with bastion root@127.0.0.1:${portOf(outer)} was lost`,
      });
      expect(await answers(await ssh.connect(host({ knownHosts, jump: [hop(outer)] })))).toBe(true);
    });
  });

  describe('errors name the bastion', () => {
    const bastion = () => `bastion root@127.0.0.1:${portOf(outer)}`;

    test('if its host key is unknown', async () => {
      const problem = await problemOf(
        transport().connect(host({ knownHosts: knownHostsOf(target), jump: [hop(outer)] })),
      );
      expect(problem).toMatchObject({
        where: 'db1',
        what: expect.stringContaining(`${bastion()}: unknown host key`),
      });
    });

    test('if the key of the host behind it is unknown', async () => {
      const problem = await problemOf(
        transport().connect(host({ knownHosts: knownHostsOf(outer), jump: [hop(outer)] })),
      );
      expect(problem).toMatchObject({ where: 'db1', what: expect.stringMatching(/^unknown host key/) });
      expect(problem.next).toContainEqual(expect.objectContaining({ command: 'trust' }));
    });

    test('if its login fails, without the password of the host', async () => {
      const knownHosts = knownHostsOf(outer, target);
      const jump = [{ ...hop(outer, 'absent'), identity: inner.identity }];
      const problem = await problemOf(transport().connect(host({ knownHosts, jump })));
      expect(problem.what).toContain('authentication failed for absent@127.0.0.1');
      expect(problem.what).toContain('bastion absent@127.0.0.1');
    });

    test('if it cannot connect to the host', async () => {
      const knownHosts = knownHostsOf(outer, target);
      const problem = await problemOf(
        transport().connect({ ...host({ knownHosts, jump: [hop(outer)], port: 1 }) }),
      );
      expect(problem.what).toMatch(`${bastion()} cannot connect to 127.0.0.1 port 1: Connection refused`);
    });

    test('if it forbids forwarding', async () => {
      const strict = await startMachine({ sshd: ['AllowTcpForwarding no'] });
      try {
        const knownHosts = knownHostsOf(strict, target);
        const problem = await problemOf(transport().connect(host({ knownHosts, jump: [hop(strict)] })));
        expect(problem).toMatchObject({
          what: `bastion root@127.0.0.1:${strict.port} refuses to forward to 127.0.0.1 port ${target.port}`,
          why: expect.stringContaining('AllowTcpForwarding'),
        });
      } finally {
        await strict.stop();
      }
    });
  });
});
