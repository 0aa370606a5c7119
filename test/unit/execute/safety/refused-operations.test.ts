import { describe, expect, test } from '@jest/globals';
import { operationsOn, refusedOperations } from '../../../../src/execute/safety/refused-operations.ts';
import type { StepOperation } from '../../../../src/execute/safety/refused-operations.ts';
import type { Membership, Standing } from '../../../../src/model/health/membership.ts';
import type { HostName, Service } from '../../../../src/model/names.ts';
import type { Plan } from '../../../../src/model/plan/plan.ts';
import type { MemberOperation, Step } from '../../../../src/model/plan/step.ts';
import { advised } from '../../../support/advised.ts';
import { afterSwitchover, brokers, databases, operation, removalOfLost } from '../../membership/build.ts';
import { removed, threeBrokers, threeDatabases } from './situations.ts';
import { EMPTY_PLAN } from '../../../support/empty-plan.ts';

const stepOf = (title: string, of?: MemberOperation): Step => ({
  id: title,
  title,
  host: 'rabbit3',
  action: { kind: 'forget', directories: [] },
  ...(of ? { operation: of } : {}),
});

describe('the operations on a running cluster', () => {
  const standing = (service: Service, members: Readonly<Record<HostName, Standing>>) => ({
    service,
    members: Object.entries(members).map(([host, state]) => ({
      host,
      node: host,
      standing: state,
      probes: {},
    })),
  });
  const plan: Plan = {
    ...EMPTY_PLAN,
    memberships: [
      standing('database', { rabbit3: 'member', rabbit4: 'member', db4: 'joining' }),
      standing('broker', { rabbit1: 'joining', rabbit3: 'member', rabbit4: 'joining' }),
    ],
  };

  test.each([
    ['a restart', operation('broker', 'restart', 'rabbit3')],
    ['a removal', operation('broker', 'remove', 'rabbit3')],
    ['the addition of a joining host', operation('broker', 'join', 'rabbit4')],
    ['the addition of a joining host of another service', operation('database', 'join', 'db4')],
  ])('include %s', (title, of) => {
    const step = stepOf(title, of);
    expect(operationsOn(plan, step)).toEqual([{ step, operation: of }]);
  });

  test.each([
    ['a step without an operation', undefined],
    ['a bootstrap', operation('broker', 'bootstrap', 'rabbit3')],
    ['the join of a member in a first deploy', operation('broker', 'join', 'rabbit3')],
    ['the join of an unknown host', operation('broker', 'join', 'rabbit5')],
    ['a join of a service that the plan does not query', operation('manager', 'join', 'rabbit4')],
  ])('do not include %s', (title, of) => {
    expect(operationsOn(plan, stepOf(title, of))).toEqual([]);
  });
});

/** Each operation with a step that is named after it. */
const planned = (...operations: readonly MemberOperation[]): readonly StepOperation[] =>
  operations.map((of) => ({ step: stepOf(`${of.kind} ${of.member}`, of), operation: of }));
const refusedNow = (memberships: readonly Membership[], ...operations: readonly MemberOperation[]) =>
  advised(refusedOperations(memberships, planned(...operations)));

describe('operations that the members do not allow', () => {
  const twoDown = brokers({ rabbit1: 'running', rabbit2: 'unreachable', rabbit3: 'running' });
  const noQuorum = brokers({ rabbit1: 'running', rabbit2: 'unreachable', rabbit3: 'unreachable' });
  const restart = operation('broker', 'restart', 'rabbit3');

  test('are reported with the vote count', () => {
    expect(refusedNow([threeDatabases, twoDown], restart)).toEqual([
      {
        where: 'rabbit3',
        what: 'restart rabbit3: refused to protect the cluster',
        why: 'broker: 3 members, 2 running, quorum 2; without rabbit3 1 running of 2: refused',
        next: 'bring the other members back first: quorate status inventory.yaml',
      },
    ]);
  });

  test('are reported once for the same reason', () => {
    const again: StepOperation = { step: stepOf('later step', restart), operation: restart };
    const problems = refusedOperations([twoDown], [...planned(restart), again]);
    expect(problems).toMatchObject([{ what: 'later step: refused to protect the cluster' }]);
  });

  test('are reported each with its own reason', () => {
    const other = operation('broker', 'restart', 'rabbit1');
    expect(refusedNow([twoDown], restart, other)).toMatchObject([{ where: 'rabbit3' }, { where: 'rabbit1' }]);
  });

  test.each<[string, readonly Membership[], MemberOperation]>([
    ['are safe', [threeBrokers], restart],
    ['are not safe yet', [brokers({ rabbit1: 'running', rabbit2: 'booting', rabbit3: 'running' })], restart],
    ['concern a service that was not queried', [threeDatabases], restart],
    ['have been done before', [removed], operation('broker', 'remove', 'rabbit3')],
  ])('are not reported if they %s', (_what, memberships, of) => {
    expect(refusedNow(memberships, of)).toEqual([]);
  });

  const keep = 'rabbit3 is stopped; to keep it, on rabbit3: sudo systemctl start x';

  test('say how to keep a member that was stopped for its removal', () => {
    const [problem] = refusedNow([noQuorum], operation('broker', 'remove', 'rabbit3'));
    expect(problem?.next).toContain(keep);
  });

  test.each<[string, Membership, MemberOperation]>([
    ['a member that answers', twoDown, operation('broker', 'remove', 'rabbit3')],
    [
      'an unreachable member that another member reports running',
      unreachableFromHere(twoDown, 'rabbit3'),
      operation('broker', 'remove', 'rabbit3'),
    ],
    ['a lost member', noQuorum, removalOfLost('broker', 'rabbit3')],
  ])('do not have this advice for %s', (_what, membership, of) => {
    const [problem, ...others] = refusedNow([membership], of);
    expect(problem).toMatchObject({ where: 'rabbit3', next: expect.not.stringContaining('is stopped') });
    expect(others).toEqual([]);
  });
});

/** The membership, of which this machine does not reach one member. */
function unreachableFromHere(membership: Membership, host: HostName): Membership {
  const views = {
    ...membership.views,
    [host]: { kind: 'no-answer', cause: 'timeout', text: 'timeout' } as const,
  };
  return { ...membership, views };
}

describe('an operation on the leader', () => {
  const restart = operation('database', 'restart', 'db1');
  const switchesOver = afterSwitchover('restart', 'db1');

  test('is refused', () => {
    expect(refusedNow([threeDatabases], restart)).toMatchObject([
      { where: 'db1', why: expect.stringContaining('patroni: db1 is the leader') },
    ]);
  });

  test.each<[string, readonly MemberOperation[]]>([
    ['its own step switches over', [switchesOver]],
    [
      'another step on it switches over',
      [operation('database', 'remove', 'db1'), afterSwitchover('stop-to-leave', 'db1')],
    ],
  ])('is allowed if %s', (_what, operations) => {
    const four = databases({ db1: 'leader', db2: 'sync', db3: 'replica', db4: 'replica' });
    expect(refusedNow([four], ...operations)).toEqual([]);
  });

  test.each<[string, MemberOperation]>([
    ['another member', afterSwitchover('restart', 'db2')],
    [
      'another service',
      { ...operation('broker', 'restart', 'db1'), kind: 'restart', requires: 'switchover-done' },
    ],
  ])('is refused if only a step on %s switches over', (_what, other) => {
    expect(refusedNow([threeDatabases], restart, other)).toMatchObject([{ where: 'db1' }]);
  });
});
