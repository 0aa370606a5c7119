import type { Host } from '../../../src/model/cluster.ts';
import type { Command, Program } from '../../../src/model/host/command.ts';
import type { HttpProbe } from '../../../src/model/health/gate.ts';
import type { AbsolutePath, Role } from '../../../src/model/names.ts';
import { Secret } from '../../../src/model/secret.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';
import type { Faults } from '../../../src/simulate/faults/faults.ts';
import { simulatedTransport, type SimulatedTransport } from '../../../src/simulate/transport.ts';
import type { HostChange, Job, Session } from '../../../src/transport/port.ts';
import type { Holder } from '../../../src/model/stored-formats.ts';

export const CA = '-----BEGIN CERTIFICATE-----\nthe cluster\n-----END CERTIFICATE-----\n';

/** Three hosts of each role and one load balancer: 198.51.100.11-13, 21-23, 31-33, 41. */
export function tenHosts(): readonly Host[] {
  const three = (role: Role, name: string, base: number) =>
    [1, 2, 3].map((n) => hostOf(role, `${name}${n}`, `198.51.100.${base + n}`));
  return [
    ...three('database', 'db', 10),
    ...three('broker', 'rabbit', 20),
    ...three('manager', 'manager', 30),
    hostOf('load_balancer', 'lb1', '198.51.100.41'),
  ];
}

function hostOf(role: Role, name: string, address: string): Host {
  const ssh = {
    user: 'operator',
    port: 22,
    agent: false,
    become: true,
    knownHosts: '/known_hosts',
    connectTimeoutMs: 10_000,
  };
  const same = { address, privateIp: address, publicIp: address };
  return { name, role, ...same, ssh, hostname: name, networks: {}, overlay: {} };
}

export function tenSimulated(given: { faults?: Faults; seed?: number } = {}): SimulatedTransport {
  return simulatedTransport({ hosts: tenHosts(), clock: virtualClock(), ...given });
}

export async function connectTo(transport: SimulatedTransport, name: string): Promise<Session> {
  const host = transport.world.hosts.get(name);
  if (!host) throw new Error(name);
  return transport.connect(host.spec);
}

export function command(text: string, timeoutMs = 3_600_000): Command {
  const [program, ...args] = text.split(' ');
  return { program: program as Program, args, as: 'root', timeoutMs };
}

export function run(text: string): HostChange {
  return { kind: 'run', command: command(text) };
}

export function file(path: AbsolutePath, text: string, mode = 0o600): HostChange {
  return { kind: 'write', path, mode, owner: 'root:root', content: { whole: text } };
}

export function job(name: string, text: string): Job {
  const receipt = { name: `job/${name}`, receipt: { v: 2 as const, inputs: { a: 'digest' }, run: 'run-1' } };
  return { name, command: command(text), receipt };
}

export function holder(token: string): Holder {
  const process = { machineId: 'workstation', bootId: 'boot', pid: 1, started: '0' };
  return {
    cluster: 'prod',
    token,
    who: 'ann',
    from: 'workstation',
    command: 'deploy',
    run: 'run-1',
    ...process,
  };
}

export function get(url: string, auth?: readonly [string, string]): HttpProbe {
  const [user = '', password = ''] = auth ?? [];
  return {
    method: 'GET',
    url,
    ...(url.startsWith('https:') ? { ca: CA } : {}),
    ...(auth ? { auth: { user, password: new Secret(password) } } : {}),
    timeoutMs: 5_000,
  };
}
