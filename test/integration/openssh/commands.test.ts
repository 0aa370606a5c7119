import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { buildProgram } from '../../support/built-program.ts';
import { processesWith, remaining } from '../../support/openssh/client.ts';
import { startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'quorate-commands-'));
const inventory = join(folder, 'demo/inventory.yaml');
const env = { ...process.env, QUORATE_AGE_PASSPHRASE: 'correct-horse', QUORATE_SSH_CONFIG: 'none' };
const built = buildProgram();
const program = join(built, 'quorate.js');
const HOSTS = [11, 12, 13, 21, 22, 23, 31, 32];
const reserved = (last: readonly number[]) => last.map((one) => `198.51.100.${one}`).join();

let machine: Machine;
let hanging: Server;

/** A cluster whose hosts are loopback addresses of one real sshd, reached with the OpenSSH client and sudo. */
beforeAll(async () => {
  machine = await startMachine({ sshd: HOSTS.map((last) => `ListenAddress 127.0.0.${last}`) });
  hanging = createServer(() => undefined).listen(0, '0.0.0.0');
  await once(hanging, 'listening');
  const roles = [
    ...['--databases', reserved(HOSTS.slice(0, 3)), '--brokers', reserved(HOSTS.slice(3, 6))],
    ...['--managers', reserved(HOSTS.slice(6))],
  ];
  expect(quorate('init', join(folder, 'demo'), ...roles)).toMatchObject({ status: 0, stderr: '' });
  writeInventory(readFileSync(inventory, 'utf8'));
  expect(quorate('certificates', 'issue', inventory)).toMatchObject({ status: 0 });
});
afterAll(async () => {
  hanging.close();
  await machine.stop();
  [built, folder].forEach((path) => rmSync(path, { recursive: true }));
});

function writeInventory(text: string): void {
  const known = machine.hostKeys.map((key) => `[127.0.0.*]:${machine.port} ${key}\n`).join('');
  writeFileSync(join(folder, 'known_hosts'), known);
  const ssh = [
    ...['  user: free', '  client: openssh', `  port: ${machine.port}`, '  agent: false'],
    ...[`  identity: ${machine.identity}`, `  known_hosts: ${join(folder, 'known_hosts')}`],
  ].join('\n');
  const behind = (address: string) => `${address.replace('198.51.100', '127.0.0')}, private_ip: ${address}`;
  writeFileSync(
    inventory,
    text.replace(/^ {2}user: root$/m, ssh).replaceAll(/(?<=address: )198\.51\.100\.\d+/g, behind),
  );
}

function quorate(...words: readonly string[]) {
  return spawnSync(process.execPath, [program, ...words], { env, encoding: 'utf8' });
}

/** Starts `plan` of an inventory. */
function startPlan(file: string) {
  const child = spawn(process.execPath, [program, 'plan', file], { env, stdio: 'ignore' });
  return { child, ended: once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]> };
}

/** Ids of the processes of masters, which have the key in their command lines. */
const masters = () => processesWith(machine.identity);

test('plan queries all hosts as root through sudo, and leaves no master', async () => {
  const { status, stdout, stderr } = quorate('plan', inventory, '--output', 'json');
  // The gate of the hosts fails, because their addresses are those of loopback.
  expect(status).toBe(7);
  expect(stderr).not.toMatch(/cannot connect|authentication failed|sudo/);
  const { plan } = JSON.parse(stdout) as { readonly plan: { readonly hosts: readonly string[] } };
  for (const name of plan.hosts) expect(stderr).toContain(`${name}: gate hosts-ready`);
  const sudo = machine.shell('cat /run/sudo.log').match(/free : .*USER=root/g);
  expect(sudo?.length).toBeGreaterThanOrEqual(HOSTS.length);
  expect(await remaining(machine.identity)).toEqual([]);
});

test('plan that waits for hosts ends at the first signal, and leaves no master', async () => {
  const file = join(folder, 'demo/hanging.yaml');
  const { port } = hanging.address() as AddressInfo;
  writeFileSync(file, readFileSync(inventory, 'utf8').replace(`port: ${machine.port}`, `port: ${port}`));
  const contacted = once(hanging, 'connection');
  const { child, ended } = startPlan(file);
  await contacted;
  child.kill('SIGINT');
  const [code, by] = await ended;
  expect(by ?? code).toBe(by === null ? 130 : 'SIGINT');
  expect(await remaining(machine.identity)).toEqual([]);
});

test('no master of plan outlives SIGKILL', async () => {
  const { child, ended } = startPlan(inventory);
  while (masters().length < HOSTS.length && child.exitCode === null) await sleep(10);
  expect(masters().length).toBeGreaterThanOrEqual(HOSTS.length);
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(await remaining(machine.identity)).toEqual([]);
});
