import { describe, expect, test } from '@jest/globals';
import {
  unhealthyBrokerProblems,
  unhealthyRunningBrokers,
} from '../../../../src/execute/safety/unhealthy-running-brokers.ts';
import type { Membership, Standing } from '../../../../src/model/health/membership.ts';
import type { JobState } from '../../../../src/transport/port.ts';
import { factsOf, withScriptedRun, type Script } from '../../../support/scripted/run.ts';
import { brokers, databases } from '../../membership/build.ts';
import { shellOn } from '../../../../src/model/next-step.ts';

const nodeRuns = { facts: factsOf({ listening: [{ port: 25672, by: 'rabbitmq' }] }) };
const otherPort = { facts: factsOf({ listening: [{ port: 5672, by: 'rabbitmq' }] }) };
const job = (state: JobState['state']) => ({ 'restart-broker': { state, logSize: 0, startedAt: 0 } });

const paused = brokers({ rabbit1: 'running', rabbit2: 'unreachable', rabbit3: 'running' });
const booting = brokers({ rabbit1: 'running', rabbit2: 'booting', rabbit3: 'running' });

/** The membership, in which rabbit2 has another standing. */
function with2As(standing: Standing, { expected, ...rest }: Membership): Membership {
  return { ...rest, expected: expected.map((one) => (one.host === 'rabbit2' ? { ...one, standing } : one)) };
}

const found = (membership: Membership, script: Partial<Script> = {}) =>
  withScriptedRun({ reports: [membership], ...script }, async ({ run }) => ({
    hosts: unhealthyRunningBrokers(run, membership),
    problems: unhealthyBrokerProblems(run, membership),
  }));

describe('an unhealthy broker', () => {
  test('that answers is running', async () => {
    expect(await found(booting)).toEqual({ hosts: ['rabbit2'], problems: [] });
  });

  test('that does not answer is running if the port of its node is open', async () => {
    const { hosts, problems } = await found(paused, { surveys: { rabbit2: nodeRuns } });
    expect(hosts).toEqual(['rabbit2']);
    expect(problems).toEqual([
      {
        where: 'rabbit2',
        what: 'the broker does not answer although its node is running',
        why: 'port 25672 is open, so the broker is partitioned and paused, or it hangs',
        next: shellOn('each broker', 'sudo rabbitmqctl cluster_status'),
      },
    ]);
  });

  test('that does not answer is running if its job has ended', async () => {
    const surveys = { rabbit2: { ...nodeRuns, jobs: job('ended') } };
    expect((await found(paused, { surveys })).hosts).toEqual(['rabbit2']);
  });

  test('that answers is running even if a job is starting it', async () => {
    const surveys = { rabbit2: { ...nodeRuns, jobs: job('running') } };
    expect((await found(booting, { surveys })).hosts).toEqual(['rabbit2']);
  });

  test.each<[string, Partial<Script>]>([
    ['no port of its node is open', {}],
    ['only another port is open', { surveys: { rabbit2: otherPort } }],
    ['a job is starting it', { surveys: { rabbit2: { ...nodeRuns, jobs: job('running') } } }],
    ['its host was not surveyed', { surveys: { rabbit2: nodeRuns }, unreachable: ['rabbit2'] }],
  ])('that does not answer is not running if %s', async (_what, script) => {
    expect(await found(paused, script)).toEqual({ hosts: [], problems: [] });
  });

  test.each(['joining', 'down', 'leaving-lost'] as const)('does not count if it is %s', async (standing) => {
    const plan = { hosts: ['rabbit1', 'rabbit2', 'rabbit3'] };
    const surveys = { rabbit2: nodeRuns };
    expect((await found(with2As(standing, paused), { plan, surveys })).hosts).toEqual([]);
  });

  test('counts if it leaves', async () => {
    const surveys = { rabbit2: nodeRuns };
    expect((await found(with2As('leaving', paused), { surveys })).hosts).toEqual(['rabbit2']);
  });
});

test('healthy brokers and other services have no such members', async () => {
  const healthy = brokers({ rabbit1: 'running', rabbit2: 'running' });
  const unhealthy = databases({ db1: 'leader', db2: 'starting' });
  expect((await found(healthy, { surveys: { rabbit2: nodeRuns } })).hosts).toEqual([]);
  expect((await found(unhealthy)).hosts).toEqual([]);
});
