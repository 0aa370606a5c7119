import { describe, expect, test } from '@jest/globals';
import { gateFailures } from '../../../src/execute/gates/gate-failures.ts';
import { gateProblems } from '../../../src/execute/gates/pass-gate.ts';
import type { Run } from '../../../src/execute/run.ts';
import type { LogSource } from '../../../src/model/health/gate.ts';
import { commandStep, shellOn } from '../../../src/model/next-step.ts';
import { platformOf } from '../../../src/registry/platforms.ts';
import { advised } from '../../support/advised.ts';
import { planFor } from '../../support/simulated.ts';

const BIND = 'cannot bind socket (Address already in use) for [0.0.0.0:443]';
const plan = planFor('deploy');
const check = plan.phases.flatMap(({ gates }) => gates).find(({ gate }) => gate === 'load-balancer');

test('if the gate of the load balancers fails, the journal of HAProxy shows the cause, and the host who has the port', async () => {
  if (!check) throw new Error('the plan has no such gate');
  const asked: string[] = [];
  const session = {
    ask: ([{ args }]: readonly [{ readonly args: readonly string[] }]) => {
      asked.push(args.join(' '));
      return Promise.resolve([{ kind: 'exited', code: 3, stdout: `haproxy.service\n${BIND}\n`, stderr: '' }]);
    },
  };
  const facts = async () => ({ diskFree: {}, listening: [{ port: 443, by: 'nginx.service' }] });
  const run = { plan, fleet: { session: () => session, facts } } as unknown as Run;
  const { problems } = await gateProblems(run, { ...check, queries: [] });
  expect(problems[0]).toMatchObject({
    where: 'lb1',
    cause: 'port-taken',
    why: expect.stringContaining('nginx.service'),
    lines: expect.arrayContaining([BIND]),
  });
  expect(asked).toContain('status --no-pager --full --lines=30 haproxy');
});

describe('a gate without a known cause', () => {
  const verify = commandStep('verify');
  const failed = (source: LogSource, hint = [verify]) =>
    advised(
      gateFailures(
        { check: { gate: 'etcd-quorum' }, verdict: { hint }, waited: '', names: platformOf(plan) },
        [{ seen: { host: 'db1', ok: false, line: 'not healthy', hint }, log: [], source }],
      ),
    )[0];

  test('leads to the log of its service on the host first', () => {
    expect(failed('/var/log/a.log')).toMatchObject({
      cause: 'unknown',
      next: 'on db1: tail -n 50 /var/log/a.log; then: quorate verify inventory.yaml',
    });
  });

  test('names a log once', () => {
    const both = [shellOn('db1', 'journalctl -u etcd -n 50'), verify] as never;
    expect(failed({ unit: 'etcd' }, both)?.next).toBe(
      'on db1: journalctl -u etcd -n 50; then: quorate verify inventory.yaml',
    );
  });
});

test('a full disk is the cause of a gate whose log shows none', () => {
  const machine = { diskFree: { '/var': 4096 }, listening: [] };
  const gate = { check: { gate: 'etcd-quorum' }, verdict: {}, waited: '', names: platformOf(plan) } as const;
  const seen = { host: 'db1', ok: false, line: 'not healthy' };
  expect(gateFailures(gate, [{ seen, log: [], machine }])[0]).toMatchObject({
    cause: 'disk-full',
    lines: ['db1: less than 1 MB free in /var'],
  });
});

describe('an answer that names the fault', () => {
  const failed = (cause: 'auth' | 'no-route', log: readonly string[]) =>
    gateFailures({ check: { gate: 'etcd-quorum' }, verdict: {}, waited: '', names: platformOf(plan) }, [
      { seen: { host: 'db1', ok: false, line: 'not healthy', cause }, log },
    ])[0];

  test.each(['auth', 'no-route'] as const)('%s counts before an older line of the log', (cause) => {
    expect(failed(cause, ['connection refused', 'ECONNREFUSED'])).toMatchObject({ cause });
  });

  test('is described by a line about the same cause', () => {
    expect(failed('auth', ['password authentication failed for user "app"'])).toMatchObject({
      why: 'login: the database rejects the password of app',
    });
  });
});
