import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { DAY } from '../../../src/model/duration.ts';
import { buildProgram } from '../../support/built-program.ts';
import { inTerminal } from '../../support/pty/pseudo-terminal.ts';
import { makeKey } from '../../support/sshd/server.ts';
import { encryptCheaply } from '../../unit/secrets/directory.ts';
import { operatorDirectory } from './operator-directory.ts';

jest.setTimeout(120_000);

/** Accepts connections and closes them, so that every host is unreachable. */
const sshd = createServer((socket) => {
  events.push('connection');
  socket.on('error', () => undefined).destroy();
});
let events: string[] = [];
let built: string;
let directory: string;

beforeAll(async () => {
  built = buildProgram();
  const now = Date.now();
  directory = await operatorDirectory({}, { from: now - DAY, to: now + 90 * DAY });
  await new Promise<void>((resolve) => sshd.listen(0, '0.0.0.0', resolve));
  const { port } = sshd.address() as AddressInfo;
  makeKey(directory, 'locked', { passphrase: 'open sesame' });
  const secrets = readFileSync(join(directory, 'secrets.yaml'), 'utf8');
  writeFileSync(join(directory, 'secrets.age'), await encryptCheaply(secrets, 'correct horse'));
  // This host is connected while the prompt for the key of the other hosts is open, unless the prompts come first.
  makeKey(directory, 'plain');
  const inventory = readFileSync(join(directory, 'inventory.yaml'), 'utf8')
    .replace('secrets.yaml', 'secrets.age')
    .replace('ssh: {', `ssh: { client: ssh2, identity: locked, known_hosts: known_hosts, port: ${port},`)
    .replaceAll(/address: (198\.51\.100\.(\d+))/g, 'address: 127.0.0.$2, private_ip: $1, public_ip: $1')
    .replace('name: lb1,', 'name: lb1, ssh: { identity: plain },');
  writeFileSync(join(directory, 'inventory.yaml'), inventory);
});
afterAll(() => {
  sshd.close();
  [built, directory].forEach((path) => rmSync(path, { recursive: true }));
});

/** Runs the program in a pseudo-terminal. Records prompts and connections in their order. */
function onTerminal(words: readonly string[], typing: readonly (readonly [string, string])[]) {
  events = [];
  const onText = (text: string) => {
    const prompts = text.match(/Passphrase for \S*\/(?:secrets\.age|locked)[^:]*: /g) ?? [];
    const recorded = events.filter((event) => event !== 'connection').length;
    events.push(...prompts.slice(recorded).map((prompt) => prompt.replace(/\S*\//, '')));
  };
  return inTerminal({
    command: [process.execPath, join(built, 'quorate.js'), ...words],
    ...{ columns: 80, rows: 24, typing, onText },
    env: { HOME: directory, SSH_AUTH_SOCK: '', QUORATE_AGE_PASSPHRASE: '' },
  });
}

const inventory = () => join(directory, 'inventory.yaml');
const SECRETS = ['secrets.age: ', 'correct horse\r'] as const;

test.each([
  ['status', 3],
  ['verify', 3],
])('%s prompts for secrets, then for the SSH key, then connects', async (command, code) => {
  const seen = await onTerminal([command, inventory()], [SECRETS, ['locked: ', 'open sesame\r']]);
  expect([seen.code, events.slice(0, 3)]).toEqual([
    code,
    ['Passphrase for secrets.age: ', 'Passphrase for locked: ', 'connection'],
  ]);
  expect(events.filter((event) => event !== 'connection')).toHaveLength(2);
  expect(seen.text).not.toMatch(/open sesame|correct horse/);
});

test('status --watch prompts for each passphrase once, before it connects', async () => {
  const end = ['NO ANSWER', '\u0003'] as const;
  const words = ['status', inventory(), '--watch'];
  const seen = await onTerminal(words, [SECRETS, ['locked: ', 'open sesame\r'], end]);
  expect(seen.code).toBe(0);
  expect(events.slice(0, 3)).toEqual([
    'Passphrase for secrets.age: ',
    'Passphrase for locked: ',
    'connection',
  ]);
  expect(events.filter((event) => event !== 'connection')).toHaveLength(2);
});

test('three wrong passphrases of the SSH key end the command before a connection', async () => {
  const wrong = ['locked', 'wrong\r'] as const;
  const { code, text } = await onTerminal(['status', inventory()], [SECRETS, wrong, wrong, wrong]);
  expect(code).toBe(3);
  expect(text.match(/wrong passphrase, try again/g)).toHaveLength(2);
  expect(text).toMatch(/cannot use the key [^]*locked[^]*wrong passphrase/);
  expect(events).not.toContain('connection');
});

test('a command that connects to no host prompts for no SSH key', async () => {
  const { code, text } = await onTerminal(['runs', inventory(), '--local'], [SECRETS]);
  expect([code, text]).toEqual([0, expect.not.stringContaining('Passphrase for locked')]);
  expect(events).toEqual(['Passphrase for secrets.age: ']);
});
