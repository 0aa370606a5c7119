import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { systemClock } from '../../../src/clock/clock.ts';
import { recordable } from '../../../src/model/host/host-trust.ts';
import { keyTrust } from '../../../src/transport/ssh/connect/trust/trust.ts';
import { startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';

jest.setTimeout(120_000);

let bastion: Machine;
let target: Machine;

beforeAll(async () => {
  [bastion, target] = await Promise.all([startMachine(), startMachine()]);
});
afterAll(async () => {
  await Promise.all([bastion, target].map((machine) => machine.stop()));
});

test('the keys of a host behind a bastion are fetched through it, and recorded', async () => {
  const knownHosts = join(target.directory, 'known');
  writeFileSync(knownHosts, bastion.hostKeys.map((key) => `[127.0.0.1]:${bastion.port} ${key}\n`).join(''));
  const jump = [{ address: '127.0.0.1', port: bastion.port, user: 'root', identity: bastion.identity }];
  const host = target.host({ knownHosts, jump });
  const options = { clock: systemClock, acceptNewHostKeys: false, connectRetryMs: 0, handshakes: 8 };
  const keys = keyTrust(options);
  const { trust, problem } = await keys.read(host);
  expect(problem).toBeUndefined();
  expect(trust.keys.map(({ type, state }) => [type, state])).toEqual([
    ['ssh-ed25519', 'new'],
    ['ssh-rsa', 'new'],
  ]);
  await keys.record(
    host,
    recordable(trust).map(({ fingerprint }) => fingerprint),
  );
  keys.close();
  for (const key of target.hostKeys)
    expect(readFileSync(knownHosts, 'utf8')).toContain(`[127.0.0.1]:${target.port} ${key}`);
});

test('an unknown key of the bastion is refused before the host is contacted', async () => {
  const knownHosts = join(target.directory, 'empty');
  const jump = [{ address: '127.0.0.1', port: bastion.port, user: 'root', identity: bastion.identity }];
  const options = { clock: systemClock, acceptNewHostKeys: false, connectRetryMs: 0, handshakes: 8 };
  const keys = keyTrust(options);
  const { trust, problem } = await keys.read(target.host({ knownHosts, jump }));
  keys.close();
  expect(trust).toMatchObject({ isRefused: true, keys: [] });
  expect(problem?.what).toContain('unknown host key');
});
