import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { switchoverCandidate } from '../../../src/membership/candidate.ts';
import { nextLane } from '../../../src/membership/next-lane.ts';
import { hasLeft, isRemoved } from '../../../src/membership/proof/prove-cleanup.ts';
import { prove } from '../../../src/membership/proof/prove.ts';
import { VOTES_BY_SERVICE } from '../../../src/membership/services/votes-by-service.ts';
import { healthy } from '../../../src/membership/views/healthy.ts';
import type { Membership } from '../../../src/model/health/membership.ts';
import * as brokers from './model/brokers.ts';
import * as databases from './model/databases.ts';
import * as managers from './model/managers.ts';
import { attemptsIn, membershipOf, statesOf, type Attempt, type Rendering } from './model/states.ts';
import { printed } from './printed.ts';

/**
 * Every operation on every member in every state of small clusters. The golden files list each outcome once, with the
 * number of cases that lead to it, so that a change of any decision changes a number. `UPDATE_GOLDEN=1` rewrites them.
 */
const SERVICES = [
  ['databases', () => outcomes(databases.rendering, statesOf(databases.DATABASES, 3, databases.AT_MOST_ONE))],
  ['brokers', () => outcomes(brokers.rendering, statesOf(brokers.BROKERS, 4, brokers.AT_MOST_ONE))],
  ['managers', () => outcomes(managers.rendering, statesOf(managers.MANAGERS, 4, managers.AT_MOST_ONE))],
] as const;

test.each(SERVICES)('outcomes of all operations on %s', (service, of) => {
  const text = of();
  const file = new URL(`golden/${service}.txt`, import.meta.url);
  if (process.env['UPDATE_GOLDEN']) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
});

function outcomes<Kind>(rendering: Rendering<Kind>, states: readonly (readonly Kind[])[]): string {
  const counts = new Map<string, number>();
  for (const state of states) {
    for (const attempt of attemptsIn(rendering, state)) {
      for (const line of linesOf(membershipOf(rendering, state, attempt), attempt)) {
        counts.set(line, (counts.get(line) ?? 0) + 1);
      }
    }
  }
  const lines = [...counts].map(([line, count]) => `${String(count).padStart(5)}  ${line}\n`);
  return lines.sort((a, b) => (a.slice(7) < b.slice(7) ? -1 : 1)).join('');
}

function linesOf(membership: Membership, { operation, switchover }: Attempt): readonly string[] {
  const { text, next } = printed(prove(membership, operation, switchover));
  const hosts = membership.expected.map(({ host }) => host);
  const { members, available, recovering } = VOTES_BY_SERVICE[membership.service](membership);
  const member = operation.member;
  return [
    next === undefined ? text : `${text} (next: ${next})`,
    `votes: ${members.length} members, ${available.length} able, ${recovering.length} recovering`,
    `next of all: ${nextLane(hosts, membership) ?? 'none'}, candidate: ${switchoverCandidate(membership, member) ?? 'none'}`,
    `${operation.kind}: ${[
      ...(healthy(membership, member) ? ['healthy'] : []),
      ...(hasLeft(membership, operation) ? ['has left'] : []),
      ...(isRemoved(membership, member) ? ['is removed'] : []),
    ].join(', ')}`,
  ];
}
