import { describe, expect, test } from '@jest/globals';
import {
  reportsOk,
  registeredBrokerAddress,
  registeredBrokers,
  registeredManagers,
  statusAnswers,
} from '../../../../src/platforms/cloudify/observe/manager.ts';
import { response, sample } from './sample.ts';

describe('a manager', () => {
  test('answers when it refuses a status without credentials, and only then', () => {
    expect(statusAnswers(sample('manager-status'))).toBe(true);
    expect(statusAnswers(response(200, { status: 'OK' }))).toBe(false);
    expect(statusAnswers(response(502, 'Bad Gateway'))).toBe(false);
    expect(statusAnswers(undefined)).toBe(false);
  });

  test('reports OK, FAIL or neither', () => {
    expect(reportsOk(sample('manager-ok'))).toBe(true);
    expect(reportsOk(response(500, 'FAIL'))).toBe(false);
    expect(reportsOk(response(404, ''))).toBeUndefined();
    expect(reportsOk({ kind: 'no-answer', cause: 'refused', text: 'refused' })).toBeUndefined();
  });

  test('lists the managers and brokers registered with it', () => {
    expect(registeredManagers(sample('manager-managers'))).toEqual(['manager1', 'manager2', 'manager3']);
    expect(registeredBrokers(sample('manager-brokers'))).toEqual(['rabbit1', 'rabbit2', 'rabbit3']);
    expect(registeredBrokers(response(200, { items: [{ name: 'rabbit@a' }, { host: 'b' }, {}] }))).toEqual([
      'a',
      'b',
      '',
    ]);
  });

  test('returns the address of a broker, from its network if it is registered by name', () => {
    expect(registeredBrokerAddress(sample('manager-brokers'), 'rabbit2')).toBe('198.51.100.22');
    const named = response(200, {
      items: [
        { name: 'a', host: 'a', networks: { default: '192.0.2.1' } },
        { name: 'b', host: '192.0.2.2' },
      ],
    });
    expect(registeredBrokerAddress(named, 'a')).toBe('192.0.2.1');
    expect(registeredBrokerAddress(named, 'b')).toBe('192.0.2.2');
    expect(registeredBrokerAddress(named, 'c')).toBeUndefined();
  });

  test('lists no members without credentials', () => {
    expect(registeredManagers(sample('manager-status'))).toBeUndefined();
    expect(registeredBrokers(response(200, { items: 4 }))).toBeUndefined();
  });
});
