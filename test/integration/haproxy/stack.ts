import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { certificateFile, haproxyConfig } from '../../../src/components/haproxy/config.ts';
import { haproxyPaths } from '../../../src/components/haproxy/paths.ts';
import { hostsOf, type Cluster } from '../../../src/model/cluster.ts';
import { Secret } from '../../../src/model/secret.ts';
import { makeAuthority, makeCertificate } from '../../support/sshd/certificates.ts';
import { freePort } from '../../support/sshd/machine.ts';
import { nginxCommand, type RateLimit } from './nginx.ts';
import { serverState, type ServerState } from './statistics.ts';

/** Address of the load balancer on loopback. A manager has another one, because both serve the same port. */
export const BALANCER = '127.0.0.1';

/** A load balancer and one manager behind it: HAProxy with the rendered haproxy.cfg, and nginx. */
export interface Stack {
  readonly port: number;
  /** PEM of the CA that signed the load balancer's certificate. */
  readonly ca: string;
  /** Returns the state of the manager's server in HAProxy's statistics. */
  server(): Promise<ServerState>;
  stop(): Promise<void>;
}

interface Ports {
  readonly forwarded: readonly [number];
  readonly redirect: number;
  readonly statistics: number;
  readonly peers: number;
}

type Child = ChildProcessByStdio<null, null, Readable>;

/** Starts nginx and HAProxy. @returns after the first health check passed; throws if a program does not start */
export async function startStack(cluster: Cluster, limit: RateLimit): Promise<Stack> {
  const directory = mkdtempSync(join(tmpdir(), 'quorate-balanced-'));
  makeCertificates(directory);
  const ports = await freePorts();
  const children: Child[] = [];
  const stop = async () => {
    await Promise.all(children.map(end));
    rmSync(directory, { recursive: true });
  };
  const server = () => serverState(ports.statistics);
  try {
    const [manager] = hostsOf(cluster, 'manager');
    const place = { directory, address: manager!.privateIp, port: ports.forwarded[0] };
    const nginx = await start(nginxCommand(place, limit), children);
    await until(nginx, () => accepts(place.address, place.port));
    const haproxy = await start(haproxyCommand(directory, cluster, ports), children);
    await until(haproxy, async () => (await server()).check === 'L7OK');
  } catch (error) {
    await stop();
    throw error;
  }
  return { port: ports.forwarded[0], ca: readFileSync(join(directory, 'ca.crt'), 'utf8'), server, stop };
}

async function freePorts(): Promise<Ports> {
  return {
    forwarded: [await freePort()],
    redirect: await freePort(),
    statistics: await freePort(),
    peers: await freePort(),
  };
}

function makeCertificates(directory: string): void {
  const read = (file: string) => readFileSync(join(directory, file), 'utf8');
  makeAuthority(directory, 'ca');
  makeCertificate(directory, 'manager1', { san: 'DNS:manager1' });
  makeCertificate(directory, 'lb1', { san: `DNS:lb1,IP:${BALANCER}` });
  const served = certificateFile({ certificate: read('lb1.crt'), key: new Secret(read('lb1.key')) });
  writeFileSync(join(directory, 'cert.pem'), served.reveal());
}

/**
 * Writes the rendered haproxy.cfg with the test's files, addresses and port. -L: the peer is not found by the name of
 * this machine.
 */
function haproxyCommand(directory: string, cluster: Cluster, ports: Ports): readonly string[] {
  const [balancer] = hostsOf(cluster, 'load_balancer');
  const text = haproxyConfig(cluster, balancer!, ports)
    .replaceAll(haproxyPaths.certificate, join(directory, 'cert.pem'))
    .replaceAll(haproxyPaths.ca, join(directory, 'ca.crt'))
    .replaceAll(haproxyPaths.socket, join(directory, 'admin.sock'))
    .replaceAll('bind *:', `bind ${BALANCER}:`)
    .replaceAll('check-ssl port 443', `check-ssl port ${ports.forwarded[0]}`);
  writeFileSync(join(directory, 'haproxy.cfg'), text);
  return [haproxyPaths.program, '-db', '-L', balancer!.name, '-f', join(directory, 'haproxy.cfg')];
}

/** @throws Error if the program is not installed, so that tests are never skipped silently */
async function start([program = '', ...args]: readonly string[], children: Child[]): Promise<Child> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  await once(child, 'spawn');
  children.push(child);
  return child;
}

async function end(child: Child): Promise<void> {
  child.kill();
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function until(child: Child, ready: () => Promise<boolean>): Promise<void> {
  const output: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  for (const deadline = Date.now() + 30_000; !(await ready().catch(() => false)); await sleep(50))
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`${child.spawnfile} did not start: ${output.join('')}`);
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    const close = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.on('connect', () => close(true)).on('error', () => close(false));
  });
}
