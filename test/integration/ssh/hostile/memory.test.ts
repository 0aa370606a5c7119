import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { buildProgram } from '../../../support/built-program.ts';
import { startEndpoint } from '../../../support/hostile/endpoint.ts';
import type { Endpoint, EndpointOptions, Misbehavior } from '../../../support/hostile/endpoint.ts';
import { CLOSERS, flood, FLOODS, mark } from '../../../support/hostile/misbehaviors.ts';
import { makeKey } from '../../../support/sshd/server.ts';
import { operatorDirectory } from '../../cli/operator-directory.ts';

jest.setTimeout(120_000);

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const MOST_MEMORY_KB = 300_000;
const DAY = 86_400_000;

let built: string;
let directory: string;
let hostKey: string;
let endpoint: Endpoint | undefined;

beforeAll(async () => {
  built = buildProgram();
  const more = Object.fromEntries(Object.entries(MORE).map(([name, last]) => [name, [last]]));
  // OpenSSL compares certificates with the real time.
  const now = Date.now();
  directory = await operatorDirectory(more, { from: now - DAY, to: now + 365 * DAY });
  hostKey = makeKey(directory, 'endpoint');
});
afterEach(() => endpoint?.stop());
afterAll(() => [built, directory].forEach((path) => rmSync(path, { recursive: true })));

/** Hosts besides the nine of the directory, with the last bytes of their addresses; twenty hosts in all. */
const MORE: Readonly<Record<string, number>> = {
  ...Object.fromEntries([50, 51, 52, 53, 54, 55, 56, 57].map((last) => [`manager${last}`, last])),
  ...{ lb2: 42, lb3: 43, lb4: 44 },
};

interface Attack {
  readonly command?: 'plan' | 'status';
  /** Names of further hosts. */
  readonly more?: readonly string[];
  readonly options?: Partial<EndpointOptions>;
  readonly misbehavior?: Misbehavior;
}

/** Runs the program against hosts that have the same endpoint. */
async function run({ command = 'plan', more = [], options = {}, misbehavior }: Attack) {
  const started = await startEndpoint({
    hostKey,
    address: '0.0.0.0',
    run: (line) => spawn('sh', ['-c', line]),
    ...options,
  });
  endpoint = started;
  if (misbehavior) started.sabotage('', misbehavior);
  const inventory = writeInventory(started.port, more);
  const peak = join(directory, 'peak');
  const preload = join(ROOT, 'test/support/hostile/preload.js');
  const words = ['--import', preload, join(built, 'quorate.js'), command, inventory];
  const env = { ...process.env, PEAK_FILE: peak, START_AT: String(Date.now()), NODE_OPTIONS: '' };
  const child = spawn(process.execPath, words, { cwd: ROOT, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (output += String(text)));
  const code = await new Promise((ended) => child.on('close', ended));
  return { code, output, peak: Number(readFileSync(peak, 'utf8')) };
}

/** Writes an inventory with a loopback address for each host. */
function writeInventory(port: number, more: readonly string[]): string {
  const original = readFileSync(join(directory, 'inventory.yaml'), 'utf8');
  const known = join(directory, 'known_hosts');
  const [type, key] = readFileSync(`${hostKey}.pub`, 'utf8').split(' ');
  writeFileSync(known, `[127.0.0.*]:${port} ${type} ${key}\n`);
  const lines = (role: string) =>
    more
      .filter((name) => name.startsWith(role))
      .map(
        (name) => `    - { name: ${name}, address: 198.51.100.${MORE[name]} }
`,
      )
      .join('');
  const text = original
    .replace('\nmanagers:\n  hosts:\n', (head) => `${head}${lines('manager')}`)
    .replace('load_balancers:\n  hosts:\n', (head) => `${head}${lines('lb')}`)
    .replace(/address: 198\.51\.100\.(\d+)/g, (own, last) => {
      const address = own.slice('address: '.length);
      return `address: 127.0.0.${last}, private_ip: ${address}, public_ip: ${address}`;
    })
    .replace(
      'ssh: { user: root }',
      `ssh: { user: root, port: ${port}, identity: ${hostKey}, known_hosts: ${known}, agent: false }`,
    );
  const file = join(directory, `inventory-${port}.yaml`);
  writeFileSync(file, text);
  return file;
}

const SURVEY = 'the response to the survey is (longer than 4 MiB|too long: the responses of all hosts)';
const GREETING = 'the output of the login shell is longer than 1 MiB';
const floodsAtStart = (stream: 'stdout' | 'stderr'): Partial<EndpointOptions> => ({
  exec: (channel) => flood(stream === 'stdout' ? channel : channel.stderr),
});

const FLOODED: readonly [string, Partial<EndpointOptions>, Misbehavior, string][] = [
  ['stdout of the survey', {}, FLOODS['floods stdout']!, SURVEY],
  ['stderr of the survey', {}, FLOODS['floods stderr']!, SURVEY],
  ['the survey with marks', {}, FLOODS['floods both with its own marks']!, SURVEY],
  ['stdout before the shell is ready', floodsAtStart('stdout'), () => undefined, GREETING],
  ['stderr before the shell is ready', floodsAtStart('stderr'), () => undefined, GREETING],
];

/** The text with `db1..db3` written as `db1, db2, db3`. */
const withoutRanges = (text: string): string =>
  text.replace(/\b([a-z]+)(\d+)\.\.\1(\d+)/g, (...[, name, first, last]: readonly string[]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, n) => `${name}${Number(first) + n}`).join(
      ', ',
    ),
  );

test.each(FLOODED)(
  'twenty hosts that flood %s use at most 300 MB',
  async (...[, options, misbehavior, what]) => {
    const { code, output, peak } = await run({ more: Object.keys(MORE), options, misbehavior });
    for (const host of ['db1', 'rabbit1', 'manager1', 'lb1', ...Object.keys(MORE)])
      expect(withoutRanges(output.replace(/\s+/g, ' '))).toMatch(new RegExp(`\\b${host}(, \\w+)*: ${what}`));
    expect(code).toBe(3);
    expect(peak).toBeLessThan(MOST_MEMORY_KB);
  },
);

test('a host that floods the survey with packets of four bytes uses at most 260 MB', async () => {
  let flooding = false;
  const misbehavior: Misbehavior = (channel, frame, connection) => {
    // The other hosts leave the processor to the flood.
    if (flooding) return CLOSERS['ends the shell']!(channel, frame, connection);
    flooding = true;
    mark(channel, frame.nonce, 'begin');
    flood(channel, Buffer.from('yyyy'));
  };
  const { code, output, peak } = await run({ misbehavior });
  expect(output).toMatch(new RegExp(SURVEY));
  expect(code).toBe(3);
  expect(peak).toBeLessThan(260_000);
});

test('ten hosts whose services answer with bodies without end use at most 300 MB', async () => {
  const answered = new Set<string>();
  const tunnel: EndpointOptions['tunnel'] = (channel, { destIP }) => {
    channel.on('error', () => undefined);
    answered.add(destIP);
    serve(channel, destIP, floodBody);
  };
  const { code, output, peak } = await run({
    command: 'status',
    more: ['manager50'],
    options: { tunnel },
  });
  expect(answered.size).toBeGreaterThan(8);
  expect(output.replace(/\s+/g, ' ')).toContain('and this one is the longest');
  expect(code).toBe(0);
  expect(peak).toBeLessThan(MOST_MEMORY_KB);
});

/** Serves HTTP or HTTPS, as the client speaks, with the certificate of the host that has the address. */
function serve(channel: Duplex, address: string, answer: (socket: Duplex) => void): void {
  channel.once('data', (first: Buffer) => {
    channel.pause();
    channel.unshift(first);
    if (first[0] !== 0x16) return answer(channel);
    const name = nameAt(address);
    const [cert, key] = ['crt', 'key'].map((end) =>
      readFileSync(join(directory, 'certificates', `${name}.${end}`)),
    );
    answer(new TLSSocket(channel, { isServer: true, cert: cert!, key: key! }));
  });
}

/** The host with a private address, by the inventory of the test. */
function nameAt(address: string): string {
  const last = Number(address.split('.').at(-1));
  const role = { 1: 'db', 2: 'rabbit', 3: 'manager', 4: 'lb' }[Math.floor(last / 10)];
  return role === undefined ? `manager${last}` : `${role}${last % 10}`;
}

function floodBody(socket: Duplex): void {
  socket.on('error', () => undefined);
  socket.once('data', () => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n');
    flood(socket);
  });
  socket.resume();
}
