import type { Host } from '../../model/cluster.ts';
import type { AbsolutePath } from '../../model/names.ts';
import { textFile } from './files.ts';
import { stableId } from './random.ts';
import type { Files, SimulatedHost } from './state.ts';

const GIB = 1_073_741_824;

/** Creates a host with only an operating system. */
export function emptyHost(spec: Host, bootedAt: number): SimulatedHost {
  const files: Files = new Map();
  const system = { mode: 0o644, owner: 'root:root', mtime: bootedAt };
  files.set('/etc/hosts', textFile('127.0.0.1 localhost\n', system));
  files.set('/etc/hostname', textFile(`${spec.hostname}\n`, system));
  return {
    name: spec.name,
    machine: spec.name,
    spec,
    machineId: stableId('machine', spec.name),
    bootId: stableId('boot', spec.name, bootedAt),
    bootedAt,
    up: true,
    reachable: true,
    clockOffsetMs: 0,
    slowness: 1,
    diskFree: 50 * GIB,
    readOnly: new Set(),
    unmounted: new Set(),
    kernelLog: [],
    files,
    packages: new Map(),
    offered: {},
    enabled: new Set(),
    locks: new Map(),
    jobs: new Map(),
    processes: new Set(),
    details: {},
    listeners: new Map(),
    counts: { connects: 0, scripts: 0, requests: 0, uploaded: 0 },
  };
}

/** Properties that hosts of one machine do not share. */
const OWN = [
  'name',
  'spec',
  'database',
  'broker',
  'manager',
  'application',
  'balancer',
  'keepalived',
] as const;

/** Creates the hosts of a machine. */
export function hostsOnMachine(specs: readonly Host[], bootedAt: number): readonly SimulatedHost[] {
  const [first, ...others] = specs;
  if (!first) return [];
  const machine = emptyHost(first, bootedAt);
  return [machine, ...others.map((spec) => anotherHost(machine, spec))];
}

function anotherHost(machine: SimulatedHost, spec: Host): SimulatedHost {
  const own: Partial<Record<string | symbol, unknown>> = { name: spec.name, spec };
  const isOwn = (key: string | symbol) => (OWN as readonly (string | symbol)[]).includes(key);
  return new Proxy(machine, {
    get: (_, key): unknown => (isOwn(key) ? own[key] : Reflect.get(machine, key)),
    set: (_, key, value) => Reflect.set(isOwn(key) ? own : machine, key, value),
  });
}

/** The mount point of the read-only file system that has the path; undefined if the path can be written to. */
export function readOnlyMount({ readOnly }: SimulatedHost, path: AbsolutePath): AbsolutePath | undefined {
  return [...readOnly].find((mount) => path === mount || path.startsWith(`${mount}/`));
}

/** Content of a file, or undefined if it does not exist. */
export function fileText(host: SimulatedHost, path: AbsolutePath): string | undefined {
  return host.files.get(path)?.content;
}
