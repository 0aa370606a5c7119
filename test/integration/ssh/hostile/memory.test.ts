import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { startEndpoint } from '../../../support/hostile/endpoint.ts';
import type { Endpoint, EndpointOptions, Misbehavior } from '../../../support/hostile/endpoint.ts';
import { flood, FLOODS } from '../../../support/hostile/misbehaviors.ts';
import { makeKey } from '../../../support/sshd/server.ts';
import { NOW } from '../../../unit/certificates/authority.ts';
import { operatorDirectory } from '../../cli/operator-directory.ts';

jest.setTimeout(120_000);

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const MOST_MEMORY_KB = 300_000;

let directory: string;
let hostKey: string;
let endpoint: Endpoint | undefined;

beforeAll(async () => {
  directory = await operatorDirectory();
  hostKey = makeKey(directory, 'endpoint');
});
afterEach(() => endpoint?.stop());
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs the program against nine hosts that have the same endpoint. */
async function plan(options: Partial<EndpointOptions>, misbehavior: Misbehavior) {
  const started = await startEndpoint({
    hostKey,
    address: '0.0.0.0',
    run: (line) => spawn('sh', ['-c', line]),
    ...options,
  });
  endpoint = started;
  started.sabotage('', misbehavior);
  const inventory = writeInventory(started.port);
  const peak = join(directory, 'peak');
  const preload = join(ROOT, 'test/support/hostile/preload.ts');
  const words = ['--import', 'tsx', '--import', preload, 'src/cli/quorate.ts', 'plan', inventory];
  const env = { ...process.env, PEAK_FILE: peak, START_AT: String(NOW), NODE_OPTIONS: '' };
  const child = spawn(process.execPath, words, { cwd: ROOT, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (output += String(text)));
  const code = await new Promise((ended) => child.on('close', ended));
  return { code, output, peak: Number(readFileSync(peak, 'utf8')) };
}

/** Writes an inventory with a loopback address for each host. */
function writeInventory(port: number): string {
  const original = readFileSync(join(directory, 'inventory.yaml'), 'utf8');
  const known = join(directory, 'known_hosts');
  const [type, key] = readFileSync(`${hostKey}.pub`, 'utf8').split(' ');
  writeFileSync(known, `[127.0.0.*]:${port} ${type} ${key}\n`);
  const text = original
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

const SURVEY = 'the response to the survey is longer than 4 MiB';
const GREETING = 'the output of the login shell is longer than 1 MiB';
const floodsAtStart = (stream: 'stdout' | 'stderr'): Partial<EndpointOptions> => ({
  exec: (channel) => flood(stream === 'stdout' ? channel : channel.stderr),
});

test.each<[string, Partial<EndpointOptions>, Misbehavior, string]>([
  ['stdout of the survey', {}, FLOODS['floods stdout']!, SURVEY],
  ['stderr of the survey', {}, FLOODS['floods stderr']!, SURVEY],
  ['the survey with marks', {}, FLOODS['floods both with its own marks']!, SURVEY],
  ['stdout before the shell is ready', floodsAtStart('stdout'), () => undefined, GREETING],
  ['stderr before the shell is ready', floodsAtStart('stderr'), () => undefined, GREETING],
])('nine hosts that flood %s use at most 300 MB', async (...[, options, misbehavior, what]) => {
  const { code, output, peak } = await plan(options, misbehavior);
  for (const host of ['db1', 'db2', 'db3', 'rabbit1', 'manager1', 'lb1'])
    expect(output.replace(/\s+/g, ' ')).toContain(`${host}: ${what}`);
  expect(code).toBe(3);
  expect(peak).toBeLessThan(MOST_MEMORY_KB);
});
