import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { AuthContext } from 'ssh2';
import { nextText } from '../../../src/model/next-step.ts';
import { hostAt, startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { knownLine, makeKey, startServer } from '../../support/sshd/server.ts';
import type { Server } from '../../support/sshd/server.ts';
import { problemOf, testTransport } from '../../support/sshd/transport.ts';
import { sshdVariants } from '../../support/sshd/variants.ts';
import type { Variants } from '../../support/sshd/variants.ts';

jest.setTimeout(60_000);

let directory: string;
let files: Record<'host' | 'rsa', string>;
let agent: ReturnType<typeof spawn>;
let agentSocket: string;
let server: Server;
let machine: Machine;
let variants: Variants;
/** The algorithms that the server in this process accepts, and those of each query and each signature that it received. */
let accepted: readonly string[];
let queries: string[];
let signatures: string[];
const transports: ReturnType<typeof testTransport>[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-rsa-'));
  files = { host: makeKey(directory, 'host'), rsa: makeKey(directory, 'rsa', { type: 'rsa' }) };
  agentSocket = join(directory, 'agent');
  agent = spawn('ssh-agent', ['-D', '-a', agentSocket]);
  await new Promise((ready) => agent.stdout?.once('data', ready));
  execFileSync('ssh-add', [files.rsa], {
    env: { ...process.env, SSH_AUTH_SOCK: agentSocket },
    stdio: 'pipe',
  });
  server = await startServer({ hostKeys: [files.host], accepts });
  machine = await startMachine();
  appendFileSync(join(machine.directory, 'authorized_keys'), readFileSync(`${files.rsa}.pub`));
  variants = sshdVariants(machine);
});
afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
});
afterAll(async () => {
  await server.stop();
  variants.stop();
  await machine.stop();
  agent.kill();
  rmSync(directory, { recursive: true });
});

/** Accepts a key for some algorithms. ssh2's server announces rsa-sha2-256 and ssh-rsa. */
function accepts(context: AuthContext): boolean {
  if (context.method !== 'publickey') return false;
  const { hashAlgo } = context as { readonly hashAlgo?: string };
  const name = hashAlgo === undefined ? 'ssh-rsa' : hashAlgo.replace('sha', 'rsa-sha2-');
  (context.signature ? signatures : queries).push(name);
  return accepted.includes(name);
}

type From = 'file' | 'agent';

/** Logs in with the key in a file or in the agent. */
function login(from: From, port: number, knownHosts: string) {
  const transport = testTransport({ agentSocket });
  transports.push(transport);
  const ssh = from === 'file' ? { identity: files.rsa } : { agent: true };
  return transport.connect(hostAt(port, { knownHosts, ...ssh }));
}

function loginAccepting(from: From, algorithms: readonly string[]) {
  [accepted, queries, signatures] = [algorithms, [], []];
  const knownHosts = join(directory, 'known');
  writeFileSync(knownHosts, knownLine(files.host, server.port));
  return login(from, server.port, knownHosts);
}

/** Logs in at an sshd, which announces all algorithms. */
async function loginAtSshd(from: From, algorithms: string) {
  const port = await variants.portOf([`PubkeyAcceptedAlgorithms ${algorithms}`]);
  const knownHosts = join(directory, `known-${port}`);
  writeFileSync(knownHosts, machine.hostKeys.map((key) => `[127.0.0.1]:${port} ${key}\n`).join(''));
  return login(from, port, knownHosts);
}

describe.each(['file', 'agent'] as const)('an RSA key in the %s', (from) => {
  test.each(['rsa-sha2-512', 'rsa-sha2-256'])('works if sshd accepts only %s', async (name) => {
    await loginAtSshd(from, name);
  });

  test('is reported as what it is if sshd accepts it only with SHA-1', async () => {
    const problem = await problemOf(loginAtSshd(from, 'ssh-rsa'));
    expect(problem.why).toContain('uses SHA-1 (ssh-rsa)');
    expect(nextText(problem.next ?? '')).toContain('PubkeyAcceptedAlgorithms');
  });

  test('makes one signature if the host accepts all', async () => {
    await loginAccepting(from, ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa']);
    expect([queries, signatures]).toEqual([['rsa-sha2-256'], ['rsa-sha2-256']]);
  });

  test('makes no signature if the host accepts only SHA-1', async () => {
    const problem = await problemOf(loginAccepting(from, ['ssh-rsa']));
    expect([queries, signatures]).toEqual([['rsa-sha2-256', 'ssh-rsa'], []]);
    expect(problem.why).toContain('uses SHA-1 (ssh-rsa)');
  });

  test('that the host does not know is reported once, as rejected', async () => {
    const problem = await problemOf(loginAccepting(from, []));
    const words = from === 'file' ? `key ${files.rsa}` : 'ssh agent';
    expect(problem.why).toContain(`${words}: rejected by the host`);
    expect(String(problem.why).match(/: rejected by the host/g)).toHaveLength(1);
  });
});
