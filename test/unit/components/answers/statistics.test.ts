import { describe, expect, test } from '@jest/globals';
import { balancedServers } from '../../../../src/components/haproxy/statistics.ts';
import { response, sample } from './sample.ts';

describe("a balancer's statistics", () => {
  test('tell each server with its status and last check, and no proxy as a server', () => {
    const servers = balancedServers(sample('haproxy-stats')) ?? [];
    expect(servers.map(({ proxy, name, status }) => `${proxy}/${name} ${status}`)).toEqual([
      'manager/manager1 UP',
      'manager/manager2 UP',
      'manager/manager3 DOWN',
      'agents/manager1 UP',
      'agents/manager2 MAINT',
      'agents/manager3 DOWN',
    ]);
    expect(servers[2]?.check).toBe('Layer4 connection problem');
  });

  test('are unknown when the page is another', () => {
    expect(balancedServers(response(200, '<html>\nnothing\n'))).toBeUndefined();
    expect(balancedServers(response(503, '# pxname,svname,status'))).toBeUndefined();
    expect(balancedServers(undefined)).toBeUndefined();
  });

  test('have no check in words when the version gives none', () => {
    expect(balancedServers(response(200, '# pxname,svname,status\nm,one,UP\nm\n'))).toEqual([
      { proxy: 'm', name: 'one', status: 'UP', check: '' },
      { proxy: 'm', name: '', status: '', check: '' },
    ]);
  });
});
