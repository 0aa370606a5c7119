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
    expect(requiredOwnNames(host, { external: false, namesPublicIp: false })).toEqual({
      addresses: ['10.0.0.31', '10.9.0.31'],
      hostnames: ['manager1', 'manager1.agents', 'manager1.example.com'],
    });
  });

  test('exclude the public name of a manager before 7.0 if its external certificate has it', () => {
    const before = { external: true, balanced: false, namesPublicIp: false };
    expect(requiredOwnNames(host, before).hostnames).not.toContain('manager1.example.com');
    expect(requiredExternalNames(host, before)).toEqual({
      addresses: [],
      hostnames: ['manager1.example.com'],
    });
  });

  test('include the public name of a manager from 7.0 on, literally and beside an external certificate', () => {
    const from7 = { external: true, balanced: false, namesPublicIp: true };
    expect(requiredOwnNames(host, from7)).toEqual({
      addresses: ['10.0.0.31', '10.9.0.31'],
      hostnames: ['manager1', 'manager1.agents', 'manager1.example.com'],
      literal: ['manager1.example.com'],
    });
    expect(requiredExternalNames(host, from7).literal).toEqual(['manager1.example.com']);
    expect(requiredOwnNames({ ...host, publicIp: '203.0.113.9' }, from7).addresses).toContain('203.0.113.9');
  });

  test('include the host name in an external certificate behind load balancers, because HAProxy compares it', () => {
    const { hostnames } = requiredExternalNames(host, { balanced: true, namesPublicIp: false });
    expect(hostnames).toEqual(['manager1.example.com', 'manager1']);
  });
});

describe('the names that a certificate is issued for', () => {
  test('also include localhost and, for a manager, the load balancers', () => {
    expect(
      namesToIssue(CLUSTER, host, requiredOwnNames(host, { external: false, namesPublicIp: true })),
    ).toEqual({
      addresses: ['10.0.0.31', '10.9.0.31', '127.0.0.1', '10.0.0.41', '203.0.113.1'],
      hostnames: ['manager1', 'manager1.agents', 'manager1.example.com', 'localhost'],
    });
  });

  test('do not include the load balancers for a database', () => {
    const db1 = hostOf('db1', 'database', 11);
    expect(
      namesToIssue(CLUSTER, db1, requiredOwnNames(db1, { external: false, namesPublicIp: true })).addresses,
    ).toEqual(['10.0.0.11', '127.0.0.1']);
  });
});
