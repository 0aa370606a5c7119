import { describe, expect, test } from '@jest/globals';
import {
  requiredExternalNames,
  namesToIssue,
  requiredOwnNames,
} from '../../../src/certificates/check/names.ts';
import { CLUSTER, hostOf } from './cluster.ts';

const host = {
  ...hostOf('manager1', 'manager', 31),
  publicIp: 'manager1.example.com',
  networks: { agents: '10.9.0.31', named: 'manager1.agents' },
};

describe('the names that a certificate must have', () => {
  test('are the private and public address, the host name and the networks', () => {
    expect(requiredOwnNames(host, { external: false })).toEqual({
      addresses: ['10.0.0.31', '10.9.0.31'],
      hostnames: ['manager1', 'manager1.agents', 'manager1.example.com'],
    });
  });

  test('exclude the public name of a manager if its external certificate has it', () => {
    expect(requiredOwnNames(host, { external: true }).hostnames).not.toContain('manager1.example.com');
    expect(requiredExternalNames(host, { balanced: false })).toEqual({
      addresses: [],
      hostnames: ['manager1.example.com'],
    });
  });

  test('include the host name in an external certificate behind load balancers, because HAProxy compares it', () => {
    const { hostnames } = requiredExternalNames(host, { balanced: true });
    expect(hostnames).toEqual(['manager1.example.com', 'manager1']);
  });
});

describe('the names that a certificate is issued for', () => {
  test('also include localhost and, for a manager, the load balancers', () => {
    expect(namesToIssue(CLUSTER, host, requiredOwnNames(host, { external: false }))).toEqual({
      addresses: ['10.0.0.31', '10.9.0.31', '127.0.0.1', '10.0.0.41', '203.0.113.1'],
      hostnames: ['manager1', 'manager1.agents', 'manager1.example.com', 'localhost'],
    });
  });

  test('do not include the load balancers for a database', () => {
    const db1 = hostOf('db1', 'database', 11);
    expect(namesToIssue(CLUSTER, db1, requiredOwnNames(db1, { external: false })).addresses).toEqual([
      '10.0.0.11',
      '127.0.0.1',
    ]);
  });
});
