import { PRODUCT_LOG } from '../cloudify/paths.ts';
import { MINUTE, SECOND } from '../model/duration.ts';
import type { Answers } from '../model/gate.ts';
import {
  compareNodes,
  streams,
  type DatabaseView,
  type Membership,
  type PatroniMember,
} from '../model/membership.ts';
import { bad, good, lost, unanswered, verdictOf, type Finding } from './findings.ts';
import type { Gate } from './gate.ts';
import { readMembership } from './members.ts';
import { askMembers } from './probes.ts';
import { troubleOf } from './trouble.ts';

type Expected = Membership['expected'];

/** Further behind than this the product itself calls a standby unhealthy (pg.py: lag over 2 MiB). */
const LAG_LIMIT = 2 * 1024 * 1024;
const LOOK = 'on that host: patronictl -c /etc/patroni.conf list; then: quorate verify INVENTORY';

/** PostgreSQL has one leader that all members agree on, a synchronous standby, and the rest follow. */
export const patroniLeader: Gate = {
  title: 'Patroni has a leader and a synchronous standby',
  timing: { timeoutMs: 5 * MINUTE, intervalMs: 3 * SECOND, consecutive: 2 },
  founds: 'database',
  log: PRODUCT_LOG,
  asks: (cluster, material) =>
    askMembers('database', ['etcd', 'etcdMembers', 'patroni'], { cluster, material }),
  judge: (answers, args) => {
    const { expected } = args as { readonly expected: Expected };
    const { views } = readMembership({ service: 'database', expected, answers, asOf: 0, founded: [] });
    const databases = new Map(
      Object.entries(views).flatMap(([host, v]) => (v.kind === 'database' ? [[host, v]] : [])),
    );
    const leaders = new Set([...databases.values()].flatMap((view) => leadersIn(view)));
    return verdictOf(
      expected.map((member) => {
        const view = databases.get(member.host);
        return (
          silence(member.host, answers, view) ?? look(member, view?.patroni ?? [], { expected, leaders })
        );
      }),
    );
  },
};

/** A member without an answer, or with one that may be old: without etcd Patroni tells what it saw last. */
function silence(host: string, answers: Answers, view: DatabaseView | undefined): Finding | undefined {
  const trouble = troubleOf(answers[host]?.patroni, 200);
  if (trouble) return unanswered(host, trouble, { otherwise: LOOK });
  if (!view?.patroni) return bad(host, 'does not tell its members', { cause: 'health', hint: LOOK });
  if (view.etcd.healthy) return undefined;
  return bad(host, 'its etcd sees no quorum: what it says may be old', { cause: 'health', hint: LOOK });
}

interface Whole {
  readonly expected: Expected;
  /** Addresses that any member calls the leader. */
  readonly leaders: ReadonlySet<string>;
}

function look(
  member: Expected[number],
  seen: readonly PatroniMember[],
  { expected, leaders }: Whole,
): Finding {
  const { host } = member;
  const nodes = seen.map((one) => one.address);
  const { foreign, missing } = compareNodes(nodes, expected);
  if (foreign.length > 0) return strangers(host, foreign);
  const wrong =
    missing.length > 0 ? `does not list ${missing.join(', ')}` : disagreement(seen, { expected, leaders });
  if (wrong) return bad(host, wrong, { cause: missing.length > 0 ? 'membership' : 'settling', hint: LOOK });
  return standing(
    host,
    seen.find((one) => one.address === member.node),
  );
}

/** What this member's view lacks, whoever it is; undefined when nothing. */
function disagreement(seen: readonly PatroniMember[], { expected, leaders }: Whole): string | undefined {
  const own = seen.filter((one) => one.role === 'leader').map((one) => one.address);
  const names = (nodes: Iterable<string>) =>
    [...nodes].map((node) => expected.find((one) => one.node === node)?.host ?? node).join(', ');
  if (own.length === 0) return 'sees no leader';
  if (own.length > 1) return `sees ${own.length} leaders: ${names(own)}`;
  if (leaders.size > 1)
    return `sees ${names(own)} lead; others see ${names([...leaders].filter((one) => one !== own[0]))}`;
  const alone = expected.length === 1;
  if (!alone && !seen.some((one) => one.role === 'sync_standby')) return 'sees no synchronous standby yet';
  return undefined;
}

/** How this host itself stands in its own view. */
function standing(host: string, self: PatroniMember | undefined): Finding {
  const settling = { cause: 'settling', hint: LOOK } as const;
  if (!self) return bad(host, 'does not list itself', settling);
  const role = self.role.replace('_', ' ');
  if (self.role === 'leader') {
    return self.state === 'running'
      ? good(host, 'leader, running')
      : bad(host, `leader, ${self.state}`, settling);
  }
  if (!streams(self)) return bad(host, `${role}, ${self.state}, lag ${self.lag ?? 'unknown'}`, settling);
  const line = `${role}, ${self.state}, lag ${self.lag}`;
  return (self.lag ?? 0) > LAG_LIMIT ? bad(host, line, settling) : good(host, line);
}

function leadersIn(view: DatabaseView): readonly string[] {
  if (!view.etcd.healthy) return [];
  return (view.patroni ?? []).filter((one) => one.role === 'leader').map((one) => one.address);
}

function strangers(host: string, foreign: readonly string[]): Finding {
  const hint = 'add them to the inventory, or: quorate remove-database; then: quorate verify INVENTORY';
  return lost(host, `lists ${foreign.join(', ')}, not in the inventory`, { cause: 'membership', hint });
}
