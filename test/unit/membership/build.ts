import type { NotInstalled } from '../../../src/membership/admission/inventory-mismatch.ts';
import type {
  BrokerView,
  ManagerView,
  Membership,
  PatroniMember,
  View,
} from '../../../src/model/health/membership.ts';
import type { HostName, Service } from '../../../src/model/names.ts';
import type { MemberOperation } from '../../../src/model/plan/step.ts';

/**
 * What a database is like. `starting`: its etcd votes, PostgreSQL does not stream yet. `ill`: it answers, but its etcd
 * sees no quorum, so that Patroni repeats an old view. `silent`: it does not answer, and Patroni still lists it; `lost`:
 * as the leader; `stopped`: it does not answer, and Patroni knows so.
 */
export type Database = 'leader' | 'sync' | 'replica' | 'starting' | 'ill' | 'silent' | 'lost' | 'stopped';

interface Extra {
  readonly bootstrapped?: readonly HostName[];
  /** Nodes that the members list besides. */
  readonly foreign?: readonly string[];
}

const SILENT: View = { kind: 'no-answer', cause: 'refused', text: 'refused' };

export function databases(states: Readonly<Record<HostName, Database>>, extra: Extra = {}): Membership {
  const hosts = Object.keys(states);
  const listed = [...hosts.map(address), ...(extra.foreign ?? [])];
  const patroni = Object.entries(states).map(([host, state]) => patroniMember(host, state));
  const members = listed.map((node) => ({ name: node, address: node }));
  const view = (state: Database): View =>
    state === 'silent' || state === 'lost' || state === 'stopped'
      ? SILENT
      : { kind: 'database', etcd: { healthy: state !== 'ill', members }, patroni };
  return membership('database', states, { view, node: address, ...extra });
}

export function address(host: HostName): string {
  return `198.51.100.1${host.replace(/\D+/, '')}`;
}

function patroniMember(host: HostName, state: Database): PatroniMember {
  const common = { name: host, address: address(host) };
  if (state === 'leader' || state === 'lost') return { ...common, role: 'leader', state: 'running' };
  if (state === 'sync') return { ...common, role: 'sync_standby', state: 'running', lag: 0 };
  if (state === 'stopped') return { ...common, role: 'replica', state: 'stopped' };
  if (state === 'starting') return { ...common, role: 'replica', state: 'creating replica' };
  return { ...common, role: 'replica', state: 'running', lag: 0 };
}

/** What a broker is like; `critical`: running, and it holds the only synchronised mirror. */
export type Broker = 'running' | 'critical' | 'booting' | 'silent';

/** `view` changes what every broker that answers says. */
export function brokers(
  states: Readonly<Record<HostName, Broker>>,
  { view: change = {}, ...extra }: Extra & { view?: Partial<BrokerView> } = {},
): Membership {
  const members = [...Object.keys(states), ...(extra.foreign ?? [])];
  const running = Object.keys(states).filter((host) => ['running', 'critical'].includes(states[host] ?? ''));
  const view = (state: Broker): View =>
    state === 'silent'
      ? SILENT
      : {
          kind: 'broker',
          members,
          running,
          partitions: [],
          alarms: [],
          unsynchronised: 0,
          critical: state === 'critical',
          ...change,
        };
  return membership('broker', states, { view, node: (host) => host, ...extra });
}

export type Manager = 'well' | 'unwell' | 'silent';

export function managers(states: Readonly<Record<HostName, Manager>>, extra: Extra = {}): Membership {
  const registered = [...Object.keys(states), ...(extra.foreign ?? [])];
  const view = (state: Manager): View => {
    const said: ManagerView = {
      kind: 'manager',
      answering: true,
      ok: state === 'well',
      managers: registered,
    };
    return state === 'silent' ? SILENT : said;
  };
  return membership('manager', states, { view, node: (host) => host, ...extra });
}

function membership<State>(
  service: Service,
  states: Readonly<Record<HostName, State>>,
  {
    view,
    node,
    bootstrapped = [],
  }: Extra & { view: (state: State) => View; node: (host: HostName) => string },
): Membership {
  return {
    service,
    asOf: 0,
    expected: Object.keys(states).map((host) => ({ host, node: node(host), standing: 'member' })),
    views: Object.fromEntries(Object.entries(states).map(([host, state]) => [host, view(state)])),
    bootstrapped,
  };
}

/** The same members, asked before any of them answers. */
export function nobody(service: Service, hosts: readonly HostName[]): Membership {
  const states = Object.fromEntries(hosts.map((host) => [host, 'silent'] as const));
  return service === 'database'
    ? databases(states)
    : service === 'broker'
      ? brokers(states)
      : managers(states);
}

type Kind = 'bootstrap' | 'join' | 'restart' | 'stop-to-leave' | 'remove' | 'switchover';

/** An operation with the least that its kind requires. */
export function touch(service: Service, kind: Kind, member: HostName): MemberOperation {
  const base = { service, member };
  switch (kind) {
    case 'bootstrap':
      return { kind, ...base };
    case 'join':
      return { kind, ...base, patienceMs: 0 };
    case 'restart':
    case 'stop-to-leave':
      return { kind, ...base, requires: 'nothing' };
    case 'remove':
      return { kind, ...base, target: { state: 'stopped', startAgain: START } };
    case 'switchover':
      return { kind, ...base, to: 'sync-standby' };
  }
}

const START = { program: 'systemctl', args: ['start', 'x'], as: 'root', timeoutMs: 0 } as const;

/** Removes a member that is permanently lost. */
export function lost(service: Service, member: HostName): MemberOperation {
  return { kind: 'remove', service, member, target: { state: 'lost' } };
}

/** An operation on a database that steps down as leader before. */
export function handedOver(kind: 'restart' | 'stop-to-leave', member: HostName): MemberOperation {
  return { kind, service: 'database', member, requires: 'switchover-done' };
}

/** A host that is not installed, and the operation that installs it. */
export function notInstalled(service: Service, kind: 'bootstrap' | 'join', member: HostName): NotInstalled {
  const base = { service, member };
  const operation = kind === 'join' ? { kind, ...base, patienceMs: 0 } : { kind, ...base };
  return { operation, installStarted: false };
}
