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
 * State of a database. `starting`: its etcd votes, but PostgreSQL does not stream yet. `unhealthy`: reachable, but its etcd
 * sees no quorum, so that Patroni repeats an old view. `unreachable`, `unreachable leader`: Patroni still lists it as a
 * running replica or as the leader. `stopped`: unreachable, and Patroni lists it as stopped.
 */
export type Database =
  'leader' | 'sync' | 'replica' | 'starting' | 'unhealthy' | 'unreachable' | 'unreachable leader' | 'stopped';

interface Extra {
  readonly bootstrapped?: readonly HostName[];
  /** Listed nodes that the inventory does not contain. */
  readonly foreign?: readonly string[];
}

const UNREACHABLE: View = { kind: 'no-answer', cause: 'refused', text: 'refused' };

export function databases(states: Readonly<Record<HostName, Database>>, extra: Extra = {}): Membership {
  const hosts = Object.keys(states);
  const listed = [...hosts.map(address), ...(extra.foreign ?? [])];
  const patroni = Object.entries(states).map(([host, state]) => patroniMember(host, state));
  const members = listed.map((node) => ({ name: node, address: node }));
  const view = (state: Database): View =>
    ['unreachable', 'unreachable leader', 'stopped'].includes(state)
      ? UNREACHABLE
      : { kind: 'database', etcd: { healthy: state !== 'unhealthy', members }, patroni };
  return membership('database', states, { view, node: address, ...extra });
}

export function address(host: HostName): string {
  return `198.51.100.1${host.replace(/\D+/, '')}`;
}

function patroniMember(host: HostName, state: Database): PatroniMember {
  const common = { name: host, address: address(host) };
  if (state === 'leader' || state === 'unreachable leader')
    return { ...common, role: 'leader', state: 'running' };
  if (state === 'sync') return { ...common, role: 'sync_standby', state: 'running', lag: 0 };
  if (state === 'stopped') return { ...common, role: 'replica', state: 'stopped' };
  if (state === 'starting') return { ...common, role: 'replica', state: 'creating replica' };
  return { ...common, role: 'replica', state: 'running', lag: 0 };
}

/** State of a broker. `critical`: running, and it holds the only synchronized mirror. */
export type Broker = 'running' | 'critical' | 'booting' | 'unreachable';

/** @param view overrides the view of every reachable broker */
export function brokers(
  states: Readonly<Record<HostName, Broker>>,
  { view: change = {}, ...extra }: Extra & { view?: Partial<BrokerView> } = {},
): Membership {
  const members = [...Object.keys(states), ...(extra.foreign ?? [])];
  const running = Object.keys(states).filter((host) => ['running', 'critical'].includes(states[host] ?? ''));
  const view = (state: Broker): View =>
    state === 'unreachable'
      ? UNREACHABLE
      : {
          kind: 'broker',
          members,
          running,
          partitions: [],
          alarms: [],
          unsynchronized: 0,
          critical: state === 'critical',
          ...change,
        };
  return membership('broker', states, { view, node: (host) => host, ...extra });
}

export type Manager = 'healthy' | 'unhealthy' | 'unreachable';

export function managers(states: Readonly<Record<HostName, Manager>>, extra: Extra = {}): Membership {
  const registered = [...Object.keys(states), ...(extra.foreign ?? [])];
  const view = (state: Manager): View => {
    const reported: ManagerView = {
      kind: 'manager',
      answering: true,
      ok: state === 'healthy',
      managers: registered,
    };
    return state === 'unreachable' ? UNREACHABLE : reported;
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

/** A service of which no member is reachable, as before its installation. */
export function allUnreachable(service: Service, hosts: readonly HostName[]): Membership {
  const states = Object.fromEntries(hosts.map((host) => [host, 'unreachable'] as const));
  return service === 'database'
    ? databases(states)
    : service === 'broker'
      ? brokers(states)
      : managers(states);
}

type Kind = 'bootstrap' | 'join' | 'restart' | 'stop-to-leave' | 'remove' | 'switchover';

/** An operation of a kind, with minimal parameters. */
export function operation(service: Service, kind: Kind, member: HostName): MemberOperation {
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
export function removalOfLost(service: Service, member: HostName): MemberOperation {
  return { kind: 'remove', service, member, target: { state: 'lost' } };
}

/** An operation that requires a completed switchover. */
export function afterSwitchover(kind: 'restart' | 'stop-to-leave', member: HostName): MemberOperation {
  return { kind, service: 'database', member, requires: 'switchover-done' };
}

/** A host that is not installed, and the operation that installs it. */
export function notInstalled(service: Service, kind: 'bootstrap' | 'join', member: HostName): NotInstalled {
  const base = { service, member };
  const install = kind === 'join' ? { kind, ...base, patienceMs: 0 } : { kind, ...base };
  return { operation: install, installStarted: false };
}
