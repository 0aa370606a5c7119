import { shellOn } from '../../model/next-step.ts';
import { MINUTE, SECOND } from '../../model/duration.ts';
import type { Answer } from '../../model/health/gate.ts';
import {
  isStreaming,
  type DatabaseView,
  type Membership,
  type PatroniMember,
} from '../../model/health/membership.ts';
import type { HostName } from '../../model/names.ts';
import { bad, good, unanswered, verdictOf, type Finding } from '../findings.ts';
import type { Gate } from '../gate.ts';
import { queriedMembers, wrongListing } from '../listing.ts';
import { databaseView } from '../../components/patroni/database-view.ts';
import { queryMembers } from '../query-members.ts';
import type { GatePlatform } from '../gate-platform.ts';
import { classifyAnswer } from '../classify-answer.ts';
import type { Next } from '../../model/next-step.ts';
import { listMember, thenVerify } from '../advice.ts';

type Expected = Membership['expected'];

/**
 * Passes if all members agree on one leader, a synchronous standby exists (unless there is only one database), and all
 * standbys stream with a small lag.
 */
export const patroniLeader = (platform: GatePlatform): Gate => ({
  title: 'Patroni has a leader and a synchronous standby',
  ready:
    'all members agree on one leader, one synchronous standby exists, and all other databases are streaming',
  timing: { timeoutMs: 5 * MINUTE, intervalMs: 3 * SECOND, consecutive: 2 },
  bootstraps: 'database',
  log: platform.installLog,
  queries: queryMembers(platform, 'database', ['etcd', 'etcdMembers', 'patroni']),
  judge: (answers, args) => {
    const { listDatabases, standbyLagLimit } = platform;
    const { expected } = args as { readonly expected: Expected };
    const databases = queriedMembers(expected).map((member) => {
      const view = databaseView(answers[member.host] ?? {});
      return { member, view: view.kind === 'database' ? view : undefined };
    });
    const leaders = new Set(databases.flatMap(({ view }) => (view ? leadersIn(view) : [])));
    return verdictOf(
      databases.map(({ member, view }) => {
        const hint = thenVerify(shellOn(member.host, listDatabases));
        const whole = { expected, leaders, lagLimit: standbyLagLimit, hint };
        return (
          withoutView(member.host, answers[member.host]?.patroni, { view, hint }) ??
          judgeMember(member, view?.patroni ?? [], whole)
        );
      }),
    );
  },
});

/** Reports a member without an answer, or with a stale one: without etcd, Patroni returns the last known state. */
function withoutView(
  host: HostName,
  answer: Answer | undefined,
  { view, hint }: { readonly view: DatabaseView | undefined; readonly hint: Next },
): Finding | undefined {
  const trouble = classifyAnswer(answer, 200);
  if (trouble) return unanswered(host, trouble, { otherwise: hint });
  if (!view?.patroni) return bad(host, 'does not list its members', { class: 'health', hint });
  if (view.etcd.healthy) return undefined;
  return bad(host, 'its etcd sees no quorum, so its member list may be stale', { class: 'health', hint });
}

interface Whole {
  readonly expected: Expected;
  /** Addresses of all members that at least one member with a healthy etcd reports as the leader. */
  readonly leaders: ReadonlySet<string>;
  /** Maximum lag of a healthy standby, in bytes. */
  readonly lagLimit: number;
  readonly hint: Next;
}

function judgeMember(member: Expected[number], seen: readonly PatroniMember[], whole: Whole): Finding {
  const { host } = member;
  const { expected, hint } = whole;
  const nodes = seen.map((one) => one.address);
  const listing = { expected, verb: 'list', hints: { foreign: listMember, missing: hint } } as const;
  const wrong = wrongListing(host, nodes, listing);
  if (wrong) return wrong;
  const lacks = disagreement(seen, whole);
  if (lacks) return bad(host, lacks, { class: 'settling', hint });
  return ownState(host, seen.find((one) => one.address === member.node) ?? UNKNOWN, whole);
}

const UNKNOWN: PatroniMember = { name: '', address: '', role: 'other', state: 'unknown' };

/** Returns what one member's view lacks, or how it differs from the other views; undefined if nothing. */
function disagreement(seen: readonly PatroniMember[], { expected, leaders }: Whole): string | undefined {
  const own = seen.filter((one) => one.role === 'leader').map((one) => one.address);
  const names = (nodes: readonly string[]) =>
    nodes.map((node) => expected.find((one) => one.node === node)?.host ?? node).join(', ');
  if (own.length === 0) return 'sees no leader';
  if (own.length > 1) return `sees ${own.length} leaders: ${names(own)}`;
  const others = [...leaders].filter((one) => one !== own[0]);
  if (others.length > 0) return `sees ${names(own)} as leader; others see ${names(others)}`;
  const alone = expected.length === 1;
  const synchronous = seen.some((one) => one.role === 'sync_standby');
  return alone || synchronous ? undefined : 'sees no synchronous standby yet';
}

/** Judges the role, state and lag that a host reports for itself. */
function ownState(host: HostName, self: PatroniMember, { lagLimit, hint }: Whole): Finding {
  const { state, lag = 0 } = self;
  const role = self.role.replace('_', ' ');
  const follows = isStreaming(self);
  const line = self.role === 'leader' ? `leader, ${state}` : `${role}, ${state}, ${lagInWords(self.lag)}`;
  const well = self.role === 'leader' ? state === 'running' : follows && lag <= lagLimit;
  return well ? good(host, line) : bad(host, line, { class: 'settling', hint });
}

function lagInWords(bytes: number | undefined): string {
  if (bytes === undefined) return 'lag unknown';
  return bytes < 2 ** 20 ? `lag ${Math.ceil(bytes / 1024)} kB` : `lag ${Math.ceil(bytes / 2 ** 20)} MB`;
}

function leadersIn(view: DatabaseView): readonly string[] {
  if (!view.etcd.healthy) return [];
  return (view.patroni ?? []).filter((one) => one.role === 'leader').map((one) => one.address);
}
