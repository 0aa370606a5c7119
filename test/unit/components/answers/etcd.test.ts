import { describe, expect, test } from '@jest/globals';
import { etcdAlarms, etcdHealthy, etcdMembers } from '../../../../src/components/etcd/answers.ts';
import { response, sample } from './sample.ts';

describe('etcd', () => {
  test('is healthy if it reports so', () => {
    expect(etcdHealthy(sample('etcd-health'))).toBe(true);
  });

  test('is not healthy when it answers 503 without a quorum', () => {
    expect(etcdHealthy(sample('etcd-health-no-quorum'))).toBe(false);
  });

  test.each([
    ['there is no answer', undefined],
    ['the connection was refused', { kind: 'no-answer', cause: 'refused', text: 'refused' } as const],
    ['it is no JSON', response(200, '<html>')],
    ['it says nothing of health', response(200, {})],
    ['it is another status', response(404, { health: 'true' })],
  ])('has unknown health if %s', (_, answer) => {
    expect(etcdHealthy(answer)).toBeUndefined();
  });

  test('lists its members by address, with or without a quorum', () => {
    const addresses = ['203.0.113.11', '203.0.113.13', '203.0.113.12'];
    expect(etcdMembers(sample('etcd-members'))?.map((one) => one.address)).toEqual(addresses);
    expect(etcdMembers(sample('etcd-members-no-quorum'))?.map((one) => one.address)).toEqual(addresses);
  });

  test('lists its members as the v2 interface of every release returns them', () => {
    const member = (address: string, name: string) => ({
      id: '8e9e05c52164694d',
      name,
      peerURLs: [`https://${address}:2380`],
      clientURLs: name === '' ? [] : [`https://${address}:2379`],
    });
    const members = [member('198.51.100.11', 'etcd198_51_100_11'), member('198.51.100.12', '')];
    expect(etcdMembers(response(200, { members }))).toEqual([
      { name: 'etcd198_51_100_11', address: '198.51.100.11' },
      { name: '', address: '198.51.100.12' },
    ]);
    expect(etcdMembers(response(404, { members }))).toBeUndefined();
  });

  test('lists a member that never started without a name', () => {
    const answer = response(200, { members: [{ ID: '1', peerURLs: ['https://[2001:db8::1]:2380'] }] });
    expect(etcdMembers(answer)).toEqual([{ id: '1', name: '', address: '2001:db8::1' }]);
  });

  test('reads a list with unexpected items without failing', () => {
    const answer = response(200, {
      members: [null, 3, {}, { name: 7, peerURLs: 'x' }, { peerURLs: ['odd'] }],
    });
    expect(etcdMembers(answer)).toEqual([
      { name: '', address: '' },
      { name: '', address: '' },
      { name: '', address: 'odd' },
    ]);
    expect(etcdMembers(response(200, []))).toBeUndefined();
    expect(etcdMembers(response(200, { members: 'none' }))).toBeUndefined();
  });

  test('lists the alarms of all members among its errors, as etcd 3.4 and 3.5 print them', () => {
    const errors = ['memberID:8630161756594109333 alarm:NOSPACE ', 'etcdserver: no leader', 7];
    expect(etcdAlarms(response(200, { header: {}, errors }))).toEqual([
      { id: '77c47e649ff3fb95', alarm: 'NOSPACE' },
    ]);
    expect(etcdAlarms(response(200, { header: {}, errors: 'none' }))).toEqual([]);
    expect(etcdAlarms(response(200, { header: {} }))).toEqual([]);
    expect(etcdAlarms(response(404, { errors }))).toEqual([]);
    expect(etcdAlarms(undefined)).toEqual([]);
  });
});
