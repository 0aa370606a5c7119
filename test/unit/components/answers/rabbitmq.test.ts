import { describe, expect, test } from '@jest/globals';
import {
  alarmsInEffect,
  brokerNodes,
  checkFails,
  unsynchronizedQueues,
} from '../../../../src/components/rabbitmq/answers.ts';
import { response, sample } from './sample.ts';

describe('nodes', () => {
  test('are listed by short names, all running', () => {
    const nodes = brokerNodes(sample('nodes-three')) ?? [];
    expect(nodes.map(({ name, running }) => [name, running])).toEqual([
      ['rabbit1', true],
      ['rabbit2', true],
      ['rabbit3', true],
    ]);
  });

  test('that are down have only a name', () => {
    const down = (brokerNodes(sample('nodes-one-stopped')) ?? []).filter((node) => !node.running);
    expect(down).toEqual([
      { name: 'rabbit3', running: false, partitions: [], memoryAlarm: false, diskAlarm: false },
    ]);
  });

  test('report their alarms and partitions', () => {
    const apart = response(200, [
      { name: 'rabbit@a', running: true, partitions: ['rabbit@b'], disk_free_alarm: true },
    ]);
    expect(brokerNodes(apart)).toEqual([
      { name: 'a', running: true, partitions: ['b'], memoryAlarm: false, diskAlarm: true },
    ]);
  });

  test('are unknown with a wrong password and without an answer', () => {
    expect(brokerNodes(sample('rabbitmq-wrong-password'))).toBeUndefined();
    expect(brokerNodes({ kind: 'no-answer', cause: 'timeout', text: 'timed out' })).toBeUndefined();
    expect(brokerNodes(response(200, { error: 'odd' }))).toBeUndefined();
  });
});

describe('queues', () => {
  test.each([
    ['queues-three-nodes', 0],
    ['queues-one-node-stopped', 0],
    ['queues-single-node', 0],
    ['queues-unsynchronized', 1],
  ])('in %s: %i have a mirror that is not in sync', (name, wanted) => {
    expect(unsynchronizedQueues(sample(name))).toBe(wanted);
  });

  test('are unknown if they are not listed', () => {
    expect(unsynchronizedQueues(response(500, 'oops'))).toBeUndefined();
  });
});

describe('health checks', () => {
  test.each([
    ['check-ok', false],
    ['check-single-node', false],
    ['check-quorum-critical', true],
    ['check-mirror-critical', true],
  ])('%s fails: %s', (name, wanted) => {
    expect(checkFails(sample(name))).toBe(wanted);
  });

  test('that a release does not have are unknown', () => {
    expect(checkFails(response(404, { error: 'Object Not Found' }))).toBeUndefined();
    expect(checkFails(response(200, { status: 'odd' }))).toBeUndefined();
  });

  test('name the alarms in effect, which the list of nodes shows only seconds later', () => {
    expect(brokerNodes(sample('nodes-memory-alarm'))?.some((node) => node.memoryAlarm)).toBe(false);
    expect(alarmsInEffect(sample('check-alarms-memory'))).toEqual(['memory on rabbit1']);
    expect(alarmsInEffect(sample('check-ok'))).toEqual([]);
    expect(alarmsInEffect(response(503, { status: 'failed' }))).toEqual([
      'an alarm that RabbitMQ does not name',
    ]);
    expect(alarmsInEffect(response(404, {}))).toBeUndefined();
  });
});
