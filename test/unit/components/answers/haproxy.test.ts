import { describe, expect, test } from '@jest/globals';
import { balancedServers } from '../../../../src/components/haproxy/answers.ts';
import { response, sample } from './sample.ts';

describe("a load balancer's statistics", () => {
  test('list each server with its status and last check, and leave out the totals of each proxy', () => {
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

  test('are unknown if the page is not the statistics table', () => {
    expect(balancedServers(response(200, '<html>\nnothing\n'))).toBeUndefined();
    expect(balancedServers(response(503, '# pxname,svname,status'))).toBeUndefined();
    expect(balancedServers(undefined)).toBeUndefined();
  });

  test('have no check if the version has no such column', () => {
    expect(balancedServers(response(200, '# pxname,svname,status\nm,one,UP\nm\n'))).toEqual([
      { proxy: 'm', name: 'one', status: 'UP', check: '' },
      { proxy: 'm', name: '', status: '', check: '' },
    ]);
  });

  test('may have commas, quotes and line breaks in a quoted field', () => {
    const rows = [
      '# pxname,svname,check_desc,status,',
      'manager,manager1,"Layer7 wrong status, ""502"", see\nthe log",DOWN,',
      'manager,manager2,Layer7 check passed,UP,',
    ];
    expect(balancedServers(response(200, `${rows.join('\n')}\n`))).toEqual([
      {
        proxy: 'manager',
        name: 'manager1',
        status: 'DOWN',
        check: 'Layer7 wrong status, "502", see\nthe log',
      },
      { proxy: 'manager', name: 'manager2', status: 'UP', check: 'Layer7 check passed' },
    ]);
  });

  test('are unknown if a quoted field does not end', () => {
    expect(balancedServers(response(200, '# pxname,svname,status\nm,"one,UP\n'))).toBeUndefined();
  });
});
