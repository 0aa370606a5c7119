import { describe, expect, test } from '@jest/globals';
import type { RunFact } from '../../../src/events/events.ts';
import { eventMessage } from '../../../src/report/run/event-messages.ts';
import { NOTHING_YET, reduce } from '../../../src/report/run/state.ts';
import { waitingLine } from '../../../src/report/run/waiting.ts';
import { stamped } from './stream.ts';

const hosts = ['db1', 'db2', 'rabbit1', 'rabbit2', 'mgr1'];
const retried = (host: string, tries: number, cause: 'refused' | 'no-route'): RunFact => ({
  kind: 'host.retried',
  host,
  tries,
  cause,
  limitMs: 20_000,
});
const connected = (host: string): RunFact => ({ kind: 'host.connected', host, ms: 40 });
const stateAfter = (...facts: readonly RunFact[]) =>
  stamped(facts.map((fact) => [0, fact] as const)).reduce(reduce, { ...NOTHING_YET, hosts });
const view = { now: 5_000, width: 80 };

describe('the line of awaited hosts', () => {
  test('names each host that is not connected, with the cause and the next attempt', () => {
    const state = stateAfter(
      connected('db2'),
      connected('rabbit1'),
      retried('db1', 3, 'refused'),
      retried('rabbit2', 1, 'no-route'),
    );
    expect(waitingLine(state, [], view)).toBe(
      'connecting 2 of 5 hosts: db1 refused, try 4; rabbit2 no route, try 2; no answer…',
    );
    expect(waitingLine(state, [], { ...view, width: 200 })).toContain('; no answer yet: mgr1');
  });

  test('does not name hosts that are connected later, or given up', () => {
    const problem = { where: 'mgr1', what: 'cannot connect' };
    const state = stateAfter(
      ...['db1', 'db2', 'rabbit1'].map(connected),
      retried('rabbit2', 1, 'refused'),
      connected('rabbit2'),
      { kind: 'host.not-connected', host: 'mgr1', problem },
    );
    expect(waitingLine(state, [], view)).toBeUndefined();
  });

  test('names calls that have not returned, the oldest first', () => {
    const state = stateAfter(...hosts.map(connected));
    const calls = [
      { host: 'db1', what: 'survey', since: 4_000 },
      { host: 'mgr1', what: 'commands', since: 1_000 },
    ];
    expect(waitingLine(state, calls, view)).toBe('waiting for mgr1 commands 4s, db1 survey 1s');
  });

  test('names a lost connection until the host is connected again', () => {
    const lost: RunFact = { kind: 'host.lost', host: 'db1', why: 'closed by the host' };
    const before = hosts.map(connected);
    expect(waitingLine(stateAfter(...before, lost), [], view)).toBe('reconnecting: db1 closed by the host');
    expect(waitingLine(stateAfter(...before, lost, retried('db1', 2, 'refused')), [], view)).toBe(
      'reconnecting: db1 refused, try 3',
    );
    expect(waitingLine(stateAfter(...before, lost, connected('db1')), [], view)).toBeUndefined();
  });
});

test('a pipe gets one line for the first failed attempt of a host', () => {
  const [first, second] = stamped([
    [0, retried('db1', 1, 'refused')],
    [0, retried('db1', 2, 'refused')],
  ]);
  expect(first && eventMessage(first, false)).toBe('db1: refused; trying to connect for at most 20.0s');
  expect(second && eventMessage(second, false)).toBeUndefined();
});
