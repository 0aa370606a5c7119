import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { systemClock } from '../../../src/clock/clock.ts';
import type { Host, SshSettings } from '../../../src/model/cluster.ts';
import { recordable } from '../../../src/model/host/host-trust.ts';
import { keyTrust } from '../../../src/transport/ssh/connect/trust/trust.ts';
import { startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { remaining } from '../../support/openssh/client.ts';

jest.setTimeout(60_000);

let bastion: Machine;
let target: Machine;
beforeAll(async () => {
  [bastion, target] = await Promise.all([startMachine(), startMachine()]);
});
afterAll(() => Promise.all([bastion.stop(), target.stop()]));

const file = (name: string) => join(target.directory, name);
const linesOf = (machine: Machine) =>
  machine.hostKeys.map((key) => `[127.0.0.1]:${machine.port} ${key}\n`).join('');

/** Fetches the keys of a host with this ssh_config, and records the new ones. */
async function trusted(name: string, config: string, ssh: Partial<SshSettings>) {
  writeFileSync(file('config'), config);
  const knownHosts = file(name);
  const host: Host = target.host({ client: 'openssh', knownHosts, ...ssh });
  const client = { program: 'ssh', env: process.env };
  const keys = keyTrust({
    ...{ clock: systemClock, acceptNewHostKeys: false, connectRetryMs: 0, handshakes: 8 },
    openssh: { ...client, configFile: file('config') },
    sshConfig: { ...client, home: target.directory, localUser: 'ada', file: file('config') },
  });
  const read = await keys.read([host]);
  const before = existsSync(knownHosts);
  for (const { trust } of read)
    await keys.record(
      trust.host,
      recordable(trust).map(({ fingerprint }) => fingerprint),
    );
  keys.close();
  const problems = read.flatMap(({ problem }) => problem ?? []);
  return { problems, before, text: existsSync(knownHosts) ? readFileSync(knownHosts, 'utf8') : '' };
}

test('the keys of a host are fetched through its ProxyCommand', async () => {
  const config = `Host *\n  ProxyCommand busybox nc -w 61 %h %p\n`;
  const { problems, text } = await trusted('through-command', config, {});
  expect([problems, text]).toEqual([[], linesOf(target)]);
  expect(await remaining(['nc', '-w', '61'].join('\0'))).toEqual([]);
});

test('a ProxyCommand that ends is reported with its own message', async () => {
  const config = `Host *\n  ProxyCommand echo "no such proxy for %h" >&2; exit 3\n`;
  const { problems, text } = await trusted('ended', config, {});
  expect(text).toBe('');
  expect(problems).toMatchObject([
    {
      where: 'db1',
      what: `cannot connect to 127.0.0.1 port ${target.port} through ProxyCommand: the command ended`,
      lines: ['no such proxy for 127.0.0.1'],
    },
  ]);
});

test('a bastion that only the OpenSSH client reaches is used to fetch the keys behind it, before its key is recorded', async () => {
  const config = [
    'Host gate',
    '  HostName 127.0.0.1',
    `  Port ${bastion.port}`,
    '  ProxyCommand busybox nc -w 62 %h %p\n',
  ].join('\n');
  const jump = [{ address: 'gate', user: 'root', identity: bastion.identity }];
  const { problems, before, text } = await trusted('behind', config, { jump });
  expect(problems).toEqual([]);
  expect(before).toBe(false);
  expect(text).toBe(linesOf(bastion) + linesOf(target));
  expect(await remaining(['nc', '-w', '62'].join('\0'))).toEqual([]);
});
