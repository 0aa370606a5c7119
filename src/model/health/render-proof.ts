import { formatDuration } from '../duration.ts';
import type { Service } from '../names.ts';
import type { Rendered } from '../rendered.ts';
import type { Clause, NoLeader, Proof, VoteCount } from './proof.ts';

/** A proof on one line: `etcd: 3 members, 3 healthy, quorum 2; without db2 2 healthy of 2: safe`. */
export function renderProof({ state, clauses }: Pick<Proof, 'state' | 'clauses'>): Rendered {
  return `${clauses.map(textOf).join('; ')}: ${state}`;
}

export function renderVotes(votes: VoteCount): Rendered {
  return textOf(votes);
}

type Of<Kind extends Clause['kind']> = Extract<Clause, { kind: Kind }>;

/**
 * Texts of the clauses of a proof, which are joined with `; `. A text without a subject, such as `mirrors in sync`,
 * continues the clause before it.
 */
const TEXTS: { readonly [Kind in Clause['kind']]: (clause: Of<Kind>) => string } = {
  votes: ({ of, members, able, available, quorum }) =>
    `${of}: ${counted(members, 'member')}, ${available} ${able}${quorumText(quorum)}`,
  remaining: remainingText,
  'is-member': ({ host, member }) => `${host} is ${member ? 'a member' : 'not a member'}`,
  joining: ({ host, members, quorum }) => `joining ${host} makes ${members}${quorumText(quorum)}`,
  'only-member': ({ host }) => `${host} is the only member, so there is no majority to lose`,
  'not-able': ({ hosts, able }) => `${list(hosts)} ${hosts.length === 1 ? 'is' : 'are'} not ${able}`,
  'removed-before': ({ service, member }) => `${service}: no other member lists ${member}`,
  minimum: minimumText,
  maximum: ({ service, members, maximum }) => `${service}: ${members} of at most ${maximum}`,
  'reported-running': runningText,
  answers: ({ service, member }) => `${service}: ${member} answers`,
  'nothing-answers': ({ of, first, quorum }) =>
    `${of}: no member answers; bootstrapping ${first} makes 1${quorumText(quorum)}`,
  'second-cluster': secondClusterText,
  'inventory-mismatch': ({ service, where, what, why }) => `${service}: ${where} is ${what}: ${why}`,
  'only-manager': () => 'no other manager can take over during the restart',
  'healthy-managers': healthyManagersText,
  'old-answers': ({ limitMs }) =>
    `the members took longer than ${formatDuration(limitMs)} to answer and are queried again`,
  leader: ({ leader, synchronous }) =>
    `patroni: leader ${leader}, synchronous ${list(synchronous) || 'none'}`,
  'already-leader': ({ host }) => `patroni: ${host} is already the leader`,
  'is-leader': ({ host }) => `patroni: ${host} is the leader`,
  asynchronous: ({ host }) => `${host} is asynchronous and may lack commits`,
  'not-streaming': ({ host }) => `${host} does not stream`,
  'no-synchronous-standby': ({ besides }) => `patroni: no synchronous standby besides ${besides}`,
  streaming: streamingText,
  'streaming-without': ({ host, left }) => `without ${host} ${left === 0 ? 'none, writes stop' : left}`,
  'no-leader': ({ because }) => `patroni: ${noLeaderText(because)}`,
  'no-leader-to-copy': () => 'patroni: no leader to copy from',
  partitioned: ({ node, from }) => `broker: ${node} is partitioned from ${list(from)}`,
  alarms: ({ alarms }) => `broker: alarm: ${list(alarms)}`,
  'queues-out-of-sync': ({ queues }) => `broker: ${counted(queues, 'queue')} with mirrors not in sync`,
  mirrors: mirrorsText,
};

function textOf<Kind extends Clause['kind']>(clause: Of<Kind>): string {
  const text = TEXTS[clause.kind] as (clause: Of<Kind>) => string;
  return text(clause);
}

function quorumText(quorum: number | undefined): string {
  return quorum === undefined ? '' : `, quorum ${quorum}`;
}

function remainingText({ without, able, left, of, incomplete }: Of<'remaining'>): string {
  const host = incomplete ? `${without}, whose installation is incomplete,` : without;
  return `without ${host} ${left} ${able}${of === undefined ? '' : ` of ${of}`}`;
}

/** The risk with fewer members than the minimum. */
const COST: Readonly<Record<Service, string>> = {
  database: 'the next loss stops writes',
  broker: 'the next loss pauses the remaining brokers',
  manager: 'the next loss stops the last manager',
};

function minimumText({ service, members, without, left, minimum, accepted }: Of<'minimum'>): string {
  const now = `${service}: ${counted(members, 'member')}`;
  const then = `without ${without} ${left}, at least ${minimum} needed`;
  return `${now}; ${then}${accepted ? ` (${COST[service]})` : ''}`;
}

function runningText({ service, member, by, unreachable }: Of<'reported-running'>): string {
  if (!unreachable) return `${service}: ${member} is reported running by ${list(by)}`;
  const report = by.length === 1 ? 'reports' : 'report';
  return `${service}: ${member} does not answer, but ${list(by)} ${report} it running`;
}

function secondClusterText({ service, running, member }: Of<'second-cluster'>): string {
  const others = `${counted(running.length, 'member')} running (${list(running)})`;
  return `${service}: ${others}; installing ${member} would bootstrap a second cluster`;
}

function healthyManagersText({ healthy, without }: Of<'healthy-managers'>): string {
  const text = `manager: ${counted(healthy, 'member')} healthy`;
  return without === undefined ? text : `${text} without ${without}, whose installation is incomplete`;
}

function streamingText({ leader, standbys }: Of<'streaming'>): string {
  const who = leader === undefined ? 'no leader' : `leader ${leader}`;
  return `patroni: ${who}, ${counted(standbys, 'streaming standby')}`;
}

function noLeaderText(because: NoLeader): string {
  switch (because.kind) {
    case 'not-named':
      return 'no member names a leader';
    case 'disputed':
      return `the members name different leaders: ${list(because.leaders)}`;
    case 'unreachable':
      return `${because.leader} is named leader, but does not answer`;
    case 'etcd-unhealthy':
      return `${because.leader} is named leader, but its own etcd is not healthy`;
    case 'not-agreed':
      return `${because.leader} is named leader, but not by all members`;
  }
}

function mirrorsText({ host, state }: Of<'mirrors'>): string {
  switch (state) {
    case 'in-sync':
      return 'mirrors in sync';
    case 'unknown':
      return `broker: ${host} does not report whether its mirrors are in sync`;
    case 'critical':
      return `broker: ${host} is critical to a queue`;
  }
}

/** `1 member`, `3 members`, `no member` */
function counted(n: number, noun: string): string {
  return `${n === 0 ? 'no' : n} ${n === 1 || n === 0 ? noun : `${noun}s`}`;
}

function list(names: readonly string[]): string {
  return names.join(', ');
}
