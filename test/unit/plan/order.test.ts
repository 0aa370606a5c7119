import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../src/errors/errors.ts';
import { PLAYBOOK_VOCABULARY } from '../../../src/registry/vocabulary.ts';
import { buildPlan } from '../../../src/plan/build/build-plan.ts';
import { orderProblems } from '../../../src/plan/build/order.ts';
import { parsePlaybook } from '../../../src/playbook/parse.ts';
import { cluster, material } from '../platforms/cloudify/fixture.ts';

const playbookOf = (phases: readonly string[]) =>
  parsePlaybook(`title: mine\nphases:\n${phases.map((phase) => `  - ${phase}\n`).join('')}`, {
    file: 'mine.yaml',
    vocabulary: PLAYBOOK_VOCABULARY,
  });

const PREFLIGHT = '{ id: preflight, on: all, gates: [hosts-ready] }';
const STAGE = '{ id: stage, on: all }';
const DATABASES = '{ id: databases, on: database, gates: [etcd-quorum, patroni-leader, databases-healthy] }';
const FIRST = "{ id: first-broker, phase: brokers, on: 'broker[first]' }";
const REST = "{ id: other-brokers, phase: brokers, on: 'broker[rest]', gates: [broker-cluster] }";
const MANAGERS = '{ id: managers, on: manager, order: serial, gates: [manager-status] }';

/** The problems of a playbook that is out of order. Checks that buildPlan refuses it too. */
function refused(...phases: readonly string[]) {
  const playbook = playbookOf(phases);
  expect(() => buildPlan({ playbook, cluster, change: { kind: 'deploy' }, material })).toThrow(UsageError);
  return orderProblems(playbook, cluster);
}

describe('a playbook', () => {
  test('in the required order is accepted', () => {
    const playbook = playbookOf([PREFLIGHT, STAGE, DATABASES, FIRST, REST, MANAGERS]);
    expect(orderProblems(playbook, cluster)).toEqual([]);
  });

  test('whose managers do not wait for a gate of the databases is refused', () => {
    const ungated = '{ id: databases, on: database, gates: [etcd-quorum, databases-healthy] }';
    expect(refused(PREFLIGHT, STAGE, ungated, FIRST, REST, MANAGERS)).toEqual([
      {
        where: 'playbook mine, phase managers',
        what: 'does not run after the gate `patroni-leader`',
        why: '`managers` must not begin before `patroni-leader` has passed',
        next: 'add `patroni-leader` to the gates of a phase above, and list that phase in `after`',
      },
    ]);
  });

  test('is refused if the managers are not ordered after an earlier gate', () => {
    const parallel = MANAGERS.replace('order: serial', 'order: serial, after: [databases]');
    expect(refused(PREFLIGHT, STAGE, DATABASES, FIRST, REST, parallel).map(({ what }) => what)).toEqual([
      'does not run after the gate `broker-cluster`',
    ]);
  });

  test('that installs on hosts that are not staged is refused with the names of these hosts', () => {
    const some = '{ id: stage, on: [broker, manager, "database[first]"] }';
    expect(refused(PREFLIGHT, some, DATABASES, FIRST, REST, MANAGERS)).toEqual([
      {
        where: 'playbook mine, phase databases',
        what: 'does not run after `stage` on db2, db3',
        why: '`databases` needs what `stage` puts on these hosts',
        next: 'add a phase `stage` above for these hosts',
      },
    ]);
  });

  test('whose other brokers precede the first broker is refused', () => {
    expect(refused(PREFLIGHT, STAGE, DATABASES, REST, FIRST, MANAGERS)).toEqual([
      {
        where: 'playbook mine, phase other-brokers',
        what: 'runs before the first broker, rabbit1',
        why: 'the other hosts join the first one',
        next: 'put a phase `brokers` on `broker[first]` above',
      },
    ]);
  });
});
