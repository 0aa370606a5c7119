import { describe, expect, test } from '@jest/globals';
import { patroniMembers, postgresStartTime } from '../../../../src/components/patroni/answers.ts';
import { isStreaming } from '../../../../src/model/health/membership.ts';
import { response, sample } from './sample.ts';

const streaming = (name: string) => patroniMembers(sample(name))?.map(isStreaming);

describe('Patroni', () => {
  test('reports leader, synchronous standby and replica with their lag', () => {
    expect(patroniMembers(sample('patroni-healthy'))).toEqual([
      { name: '203.0.113.11', address: '203.0.113.11', role: 'leader', state: 'running' },
      { name: '203.0.113.12', address: '203.0.113.12', role: 'sync_standby', state: 'running', lag: 0 },
      { name: '203.0.113.13', address: '203.0.113.13', role: 'replica', state: 'running', lag: 0 },
    ]);
  });

  test('has standbys that stream once they run, however far behind', () => {
    expect(streaming('patroni-healthy')).toEqual([false, true, true]);
    expect(streaming('patroni-standby-lagging')).toEqual([true, false, true]);
  });

  test('has standbys that do not stream while they are stopped and their lag is unknown', () => {
    expect(streaming('patroni-members-starting')).toEqual([false, false, false]);
  });

  test('lists its members while it is paused', () => {
    expect(patroniMembers(sample('patroni-paused'))).toHaveLength(2);
  });

  test('calls a role that it does not know other, and a missing state unknown', () => {
    const answer = response(200, { members: [{ host: 'h', role: 'standby_leader' }, 'x'] });
    expect(patroniMembers(answer)).toEqual([{ name: '', address: 'h', role: 'other', state: 'unknown' }]);
  });

  test('returns the start time of its PostgreSQL while it runs', () => {
    const started = '2026-11-22 09:12:03.120004+00:00';
    const running = { state: 'running', role: 'replica', postmaster_start_time: started };
    expect(postgresStartTime(response(200, running))).toBe(started);
    expect(postgresStartTime(response(200, { state: 'creating replica', role: 'replica' }))).toBeUndefined();
    expect(postgresStartTime({ kind: 'no-answer', cause: 'refused', text: 'refused' })).toBeUndefined();
  });

  test('returns nothing if there is no answer', () => {
    expect(patroniMembers(undefined)).toBeUndefined();
    expect(patroniMembers(response(503, { members: [] }))).toBeUndefined();
    expect(patroniMembers(response(200, 'not JSON'))).toBeUndefined();
  });
});
