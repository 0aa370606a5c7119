import { HOUR } from '../../model/duration.ts';
import type { Verdict } from '../../model/health/gate.ts';
import type {
  BrokerView,
  DatabaseView,
  ManagerView,
  Membership,
  PatroniMember,
  View,
} from '../../model/health/membership.ts';
import type { PackageUpdate } from '../../model/host/facts.ts';
import type { Rendered } from '../../model/rendered.ts';
import type { GateName, HostName, Role } from '../../model/names.ts';

interface StatusInput {
  readonly cluster: string;
  readonly hosts: readonly { readonly name: HostName; readonly role: Role }[];
  readonly memberships: readonly Membership[];
  readonly verdicts: Readonly<Partial<Record<GateName, Verdict>>>;
  /** Expiry times of the served certificates, by host. */
  readonly certificates: Readonly<Record<HostName, number>>;
  /** The servers behind each load balancer. */
  readonly backends: Readonly<Record<HostName, readonly Backend[]>>;
  /** Packages of each host of which its repositories offer a newer version. */
  readonly updates: Readonly<Record<HostName, readonly PackageUpdate[]>>;
  readonly now: number;
}

/** A server behind a load balancer, as HAProxy's statistics report it. */
interface Backend {
  readonly proxy: string;
  readonly name: string;
  /** `UP`, `DOWN`, `MAINT` and others. */
  readonly status: string;
}

/** One host as `status` shows it, and as `status --output json` prints it. */
export interface HostStatus {
  readonly host: HostName;
  readonly role: Role;
  readonly state: 'ok' | 'not-ok' | 'no-answer' | 'not-queried';
  /** The reason for the state as text: `leader`, `streaming`, `2 of 3 running`. */
  readonly part: string;
  readonly detail: Rendered;
  /** Databases: bytes behind the leader. */
  readonly lag?: number;
  /** Databases: set if PostgreSQL runs without a changed parameter until it restarts. */
  readonly pendingRestart?: true;
  /** Load balancers: the servers behind them. */
  readonly backends?: readonly Backend[];
  /** Whole days for which the host's served certificate is still valid. */
  readonly certificateDays?: number;
  /** Packages with a pending update. Absent if there are none, or if the product has its own packages. */
  readonly updates?: readonly PackageUpdate[];
}

export interface Status {
  readonly cluster: string;
  readonly hosts: readonly HostStatus[];
  readonly gates: readonly {
    readonly gate: GateName;
    readonly state: Verdict['state'];
    readonly notOk: readonly string[];
  }[];
}

/** The cluster as its members see it: one value for the table and for JSON. Pure. */
export function statusOf(input: StatusInput): Status {
  const { cluster, hosts, memberships, verdicts, certificates, now } = input;
  const days = (host: HostName) => {
    const until = certificates[host];
    return until === undefined ? {} : { certificateDays: Math.floor((until - now) / DAY) };
  };
  return {
    cluster,
    hosts: hosts.map(({ name, role }) => ({
      ...hostStatus(name, role, { memberships, verdicts }),
      ...days(name),
      ...backendsOf(input.backends[name]),
      ...(input.updates[name]?.length ? { updates: input.updates[name] } : {}),
    })),
    gates: Object.entries(verdicts).map(([gate, { state, seen }]) => ({
      gate: gate as GateName,
      state,
      notOk: seen.filter(({ ok }) => !ok).map(({ host, line }) => `${host}: ${line}`),
    })),
  };
}

const DAY = 24 * HOUR;

function backendsOf(backends: readonly Backend[] | undefined): Pick<HostStatus, 'backends'> {
  if (!backends) return {};
  return { backends: backends.map(({ proxy, name, status }) => ({ proxy, name, status })) };
}

type Known = Pick<StatusInput, 'memberships' | 'verdicts'>;

function hostStatus(host: HostName, role: Role, { memberships, verdicts }: Known): HostStatus {
  if (role === 'load_balancer') return balancerStatus(host, verdicts['load-balancer']);
  const membership = memberships.find(({ service }) => service === role);
  const view = membership?.views[host];
  if (!membership || !view) return { host, role, state: 'not-queried', part: '', detail: '' };
  return { host, role, ...memberStatus(view, membership, host) };
}

function balancerStatus(host: HostName, verdict?: Verdict): HostStatus {
  const role = 'load_balancer';
  const seen = verdict?.seen.find((one) => one.host === host);
  if (!seen) return { host, role, state: 'not-queried', part: '', detail: '' };
  return { host, role, state: seen.ok ? 'ok' : 'not-ok', part: 'balancer', detail: seen.line };
}

function memberStatus(view: View, membership: Membership, host: HostName): Omit<HostStatus, 'host' | 'role'> {
  switch (view.kind) {
    case 'no-answer':
      return { state: 'no-answer', part: '', detail: view.text };
    case 'database':
      return databaseStatus(view, membership, host);
    case 'broker':
      return brokerStatus(view, membership);
    case 'manager':
      return managerStatus(view);
  }
}

function databaseStatus(
  { etcd, patroni, pendingRestart }: DatabaseView,
  membership: Membership,
  host: HostName,
): Omit<HostStatus, 'host' | 'role'> {
  const node = membership.expected.find((one) => one.host === host)?.node;
  const member = patroni?.find(({ address, name }) => address === node || name === host);
  const etcdText = `etcd ${etcd.healthy ? 'healthy' : 'not healthy'} of ${etcd.members.length}`;
  const healthy = etcd.healthy && member !== undefined && ['running', 'streaming'].includes(member.state);
  return {
    state: healthy ? 'ok' : 'not-ok',
    part: member ? partOf(member) : 'no Patroni',
    ...detailed(
      [member?.state, etcdText, ...(etcd.alarms ?? []).map((alarm) => `alarm ${alarm}`)],
      pendingRestart,
    ),
    ...(member?.lag === undefined ? {} : { lag: member.lag }),
  };
}

function detailed(parts: readonly (string | undefined)[], pendingRestart: true | undefined) {
  const all = [...parts, pendingRestart && 'waits for a restart'];
  return { detail: all.filter(Boolean).join('; '), ...(pendingRestart && { pendingRestart }) };
}

function partOf({ role }: PatroniMember): string {
  return { leader: 'leader', sync_standby: 'sync replica', replica: 'replica', other: 'neither' }[role];
}

function brokerStatus(view: BrokerView, { expected }: Membership): Omit<HostStatus, 'host' | 'role'> {
  const { running, partitions, alarms, unsynchronized = 0 } = view;
  const trouble = [
    ...(partitions.length > 0 ? [`partitioned from ${partitions.join(', ')}`] : []),
    ...(alarms.length > 0 ? [`alarms: ${alarms.join(', ')}`] : []),
    ...(unsynchronized > 0 ? [`${unsynchronized} queues not in sync`] : []),
  ];
  const all = expected.every(({ node }) => running.includes(node));
  return {
    state: all && trouble.length === 0 ? 'ok' : 'not-ok',
    part: `${running.length} of ${expected.length} nodes`,
    detail: trouble.join('; ') || `running: ${[...running].sort().join(', ')}`,
  };
}

function managerStatus(view: ManagerView): Omit<HostStatus, 'host' | 'role'> {
  const { answering, ok, managers, brokers } = view;
  const registered = [
    ...(managers ? [`managers: ${managers.join(', ')}`] : []),
    ...(brokers ? [`brokers: ${brokers.join(', ')}`] : []),
  ];
  return {
    state: answering && ok !== false ? 'ok' : 'not-ok',
    part: answering ? 'answering' : 'no REST',
    detail: [...(ok === false ? ['/ok says no'] : []), ...registered].join('; '),
  };
}
