import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import type { RunEvent } from '../../../src/events/events.ts';
import { loadInventory } from '../../../src/inventory/load.ts';
import type { Cluster, Host } from '../../../src/model/cluster.ts';
import type { HostName } from '../../../src/model/names.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';
import type { Faults } from '../../../src/simulate/faults/faults.ts';
import { simulatedTransport } from '../../../src/simulate/transport.ts';
import type { SimulatedTransport } from '../../../src/simulate/transport.ts';
import { NOW } from '../../unit/certificates/authority.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { addressOf, MARKER, operatorDirectory } from './operator-directory.ts';

interface Typing {
  /** Keys to type at the questions, in order. Their presence simulates a terminal. */
  readonly keys?: readonly string[];
  readonly faults?: Faults;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Seen {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An operator with an inventory of nine simulated hosts who calls the real program. */
export interface Operator {
  readonly folder: string;
  readonly inventory: string;
  readonly hosts: SimulatedTransport;
  readonly clock: ReturnType<typeof virtualClock>;
  /**
   * Calls the program and checks that its output contains no secret. Agrees with `--yes` to disrupt members, unless keys
   * are typed.
   */
  readonly quorate: (command: string, flags?: readonly string[], typing?: Typing) => Promise<Seen>;
  /** Runs a command until a fault or `dies` kills it. @throws Error if it ends first */
  readonly killed: (
    words: readonly string[],
    how: Pick<Typing, 'faults' | 'env'> & { dies?: Promise<void> },
  ) => Promise<void>;
  /** Writes the inventory as the change returns it from the original. */
  readonly edit: (change: (original: string) => string) => void;
  readonly leave: () => void;
}

/** An operator whose cluster is deployed. */
export async function deployed(spares?: Spares): Promise<Operator> {
  const operatorOfCluster = await operator(spares);
  expect((await operatorOfCluster.quorate('deploy')).code).toBe(0);
  return operatorOfCluster;
}

/** The notes of unfinished commands. */
export function notesOf({ folder }: Operator): readonly string[] {
  return readdirSync(join(folder, '.quorate', 'demo')).filter((name) => /json$/.test(name));
}

/** Spare machines with certificates, or certificates for further addresses, that the inventory does not list. */
export type Spares = Readonly<Record<HostName, { readonly like: HostName; readonly at: readonly number[] }>>;

export async function operator(spares: Spares = {}): Promise<Operator> {
  const clock = virtualClock(NOW);
  const certified = Object.entries(spares).map(([name, { at }]) => [name, at] as const);
  const folder = await operatorDirectory(Object.fromEntries(certified));
  const inventory = join(folder, 'inventory.yaml');
  const original = readFileSync(inventory, 'utf8');
  const { cluster } = await loadInventory(inventory, {});
  const hosts = simulatedTransport({ hosts: [...cluster.hosts, ...machines(cluster, spares)], clock });
  const quorate: Operator['quorate'] = async (command, flags = [], { keys, faults, env = {} } = {}) => {
    const fake = fakeEdges({
      clock,
      env,
      transport: async () => hosts.reopen(faults),
      ...(keys && { tty: true }),
    });
    if (keys) typeAnswers(fake, keys);
    const code = await main([command, inventory, ...withYes(command, flags, keys)], fake.edges);
    const seen = { code, stdout: fake.stdout(), stderr: fake.stderr() };
    expect(`${seen.stdout}${seen.stderr}`).not.toContain(MARKER);
    return seen;
  };
  const killed: Operator['killed'] = async ([command = '', ...flags], { faults, env = {}, dies }) => {
    const transport = hosts.reopen(faults);
    const { edges, stdout, stderr } = fakeEdges({ clock, env, transport: async () => transport });
    const ended = main([command, inventory, ...withYes(command, flags)], edges);
    const code = await Promise.race([ended, transport.killed, ...(dies ? [dies] : [])]);
    if (code !== undefined) throw new Error(`not killed, ended with ${code}:\n${stdout()}${stderr()}`);
  };
  return {
    ...{ folder, inventory, hosts, clock, quorate, killed },
    edit: (change) => writeFileSync(inventory, change(original)),
    leave: () => rmSync(folder, { recursive: true }),
  };
}

/** Commands that need an agreement before they change hosts. */
const DISRUPTING = /^(?:add|remove|replace|restart|switchover|reinit)/;

function withYes(command: string, flags: readonly string[], keys?: readonly string[]): readonly string[] {
  return DISRUPTING.test(command) && !keys ? [...flags, '--yes'] : flags;
}

function machines({ hosts }: Cluster, spares: Spares): readonly Host[] {
  const listed = hosts.map(({ name }) => name);
  return Object.entries(spares)
    .filter(([name]) => !listed.includes(name))
    .flatMap(([name, { like, at }]) =>
      hosts.filter((host) => host.name === like).map((host) => machineAt({ ...host, name }, at)),
    );
}

function machineAt(host: Host, [last = 0]: readonly number[]): Host {
  const address = addressOf(last);
  return { ...host, hostname: host.name, address, privateIp: address, publicIp: address };
}

/** Types the keys at the questions, in order, because keys that are typed before a question are discarded. */
export function typeAnswers({ io, stdin }: ReturnType<typeof fakeEdges>, keys: readonly string[]): void {
  const left = [...keys];
  const write = io.stderr.write.bind(io.stderr);
  const answering = (text: string) => {
    if (/\[Y\/n\]|\[y\/N\]|^Passphrase/.test(text)) setImmediate(() => stdin.write(left.shift() ?? 'y'));
    return write(text);
  };
  Object.assign(io.stderr, { write: answering });
}

/** Changes a setting of every broker. */
export const withLimit = (text: string): string =>
  text.replace('brokers:\n', 'brokers:\n  config: { rabbitmq: { fd_limit: 65536 } }\n');

/** The last event of a run with `--output json`. */
export function lastEvent({ stdout }: Seen): RunEvent {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as RunEvent;
}
