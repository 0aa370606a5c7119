import { describe, expect, test } from '@jest/globals';
import { printable } from '../../../src/model/rendered.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { comparePlan } from '../../../src/plan/compare/compare.ts';
import type { Surveys } from '../../../src/plan/compare/compare.ts';
import { planProblems, savedPlanOf, surveyProblems } from '../../../src/plan/saved-plan.ts';
import type { SavedPlan } from '../../../src/model/stored-formats.ts';
import type { Survey } from '../../../src/transport/port.ts';
import { surveyRequestFor } from '../../../src/plan/build/survey-request.ts';
import { planFor } from '../../support/simulated.ts';
import { cluster, having, material, overlaid, TELLTALE } from '../../unit/platforms/cloudify/fixture.ts';

const receiptKey = material.secrets.receipt_key;
const plan = planFor('deploy');

/** The survey of an empty host. */
function emptyHost(of: Plan, host: string): Survey {
  const { files, paths, guards } = surveyRequestFor(of, [host]);
  return {
    facts: { machineId: `machine of ${host}` } as Survey['facts'],
    files: files.map(({ path }) => ({ path, kind: 'absent', mode: 0, owner: '', size: 0, sha256: '' })),
    paths: Object.fromEntries(paths.map((path) => [path, false])),
    receipts: {},
    jobs: {},
    unreadable: [],
    obstacles: [],
    guards: Object.fromEntries(
      guards.map(({ id }) => [id, { kind: 'exited', code: 1, stdout: '', stderr: '' }]),
    ),
  };
}
const surveys: Surveys = Object.fromEntries(plan.hosts.map((host) => [host, emptyHost(plan, host)]));
const saved = (of: Plan = plan, seen = surveys): SavedPlan =>
  savedPlanOf({ plan: of, comparison: comparePlan(of, seen, receiptKey), surveys: seen, receiptKey });
const linesFor = (other: Plan) => planProblems(saved(), other, receiptKey).flatMap(({ lines = [] }) => lines);

describe('a saved plan', () => {
  test('matches the same plan, built again', () => {
    expect(planProblems(saved(), planFor('deploy'), receiptKey)).toEqual([]);
    expect(saved(planFor('deploy'))).toEqual(saved());
  });

  test('contains no secret, and no digest that can be computed without the receipt key', () => {
    const text = JSON.stringify(saved());
    expect(text).not.toContain(TELLTALE);
    const other = savedPlanOf({
      plan,
      comparison: comparePlan(plan, surveys, receiptKey),
      surveys,
      receiptKey: new Secret('another key'),
    });
    const values = (of: SavedPlan) => Object.values(of.plan).flatMap((parts) => Object.values(parts));
    const own = new Set(values(saved()));
    expect(values(other).filter((digest) => own.has(digest))).toEqual([]);
  });

  test('names the settings and files that an edited inventory changes', () => {
    const lines = linesFor(
      planFor('deploy', { cluster: overlaid('rabbit1', { rabbitmq: { fd_limit: 1 } }) }),
    );
    expect(lines).toEqual([
      'stage/rabbit1/files: /etc/cloudify/config.yaml',
      'first-broker/rabbit1/install: setting rabbitmq.fd_limit',
      'first-broker/rabbit1/remove-staged-key: /etc/quorate/node.key',
    ]);
  });

  test('detects a changed password, package, host, order and gate', () => {
    const secrets = { ...material.secrets, etcd_token: new Secret('other') };
    const lines = linesFor(planFor('deploy', { material: { ...material, secrets } }));
    expect(lines).toContain('databases/db1/install: setting postgresql_server.cluster.etcd.cluster_token');
    const source = { path: '/p/x.deb', sha256: 'ff', size: 1 };
    expect(linesFor(planFor('deploy', { material: { ...material, package: source } })).join()).toContain(
      'stage/db1/package: step',
    );
    const fewer = { ...cluster, hosts: cluster.hosts.slice(0, -1) };
    expect(linesFor(planFor('deploy', { cluster: fewer }))).toEqual(
      expect.arrayContaining(['plan: hosts', 'phase load-balancers: removed']),
    );
    expect(linesFor(planFor('deploy-overlapped')).join()).toContain('phase databases: order');
    expect(
      linesFor(planFor('deploy', { cluster: having('db1', { privateIp: '198.51.100.99' }) })).join(),
    ).toContain('gate etcd-quorum of databases: queries');
  });
});

describe('the surveys of a saved plan', () => {
  const problems = (host: string, change: Partial<Survey>) => {
    const now = { ...surveys, [host]: { ...emptyHost(plan, host), ...change } };
    const comparison = comparePlan(plan, now, receiptKey);
    return surveyProblems(saved(), { comparison, surveys: now, receiptKey }).map(
      ({ where, what }) => `${where}: ${printable(what).replace(/^.*: /, '')}`,
    );
  };

  test('match while no host changes', () => {
    expect(problems('db1', {})).toEqual([]);
  });

  test.each<[string, Partial<Survey>, string]>([
    ['a receipt', { receipts: { package: { v: 2, inputs: {}, at: 1, run: 'r' } } }, 'receipt package'],
    ['a job', { jobs: { x: { state: 'running', logSize: 1, startedAt: 1 } } }, 'job x'],
    [
      'a different machine under the same name',
      { facts: { machineId: 'other' } as Survey['facts'] },
      'machine',
    ],
    [
      'the product',
      {
        paths: {
          '/etc/cloudify/.installed/database_service': true,
          '/var/lib/quorate/packages/cloudify_7.0.4.deb': false,
        },
      },
      'path /etc/cloudify/.installed/database_service',
    ],
    [
      'a file',
      {
        files: emptyHost(plan, 'db1').files.map((file) =>
          file.path === '/etc/cloudify/config.yaml' ? { ...file, kind: 'file', sha256: 'aa' } : file,
        ),
      },
      'file /etc/cloudify/config.yaml',
    ],
  ])('differ if there is %s now', (_, change, named) => {
    expect(problems('db1', change)).toEqual([`db1: ${named}`]);
  });

  test('ignore the size of a log and the time of a receipt', () => {
    const receipts = { package: { v: 2, inputs: { a: 'b' }, at: 1, run: 'r' } } as const;
    const job = { state: 'ended', code: 0, logSize: 1, startedAt: 1 } as const;
    const one = { ...surveys, db1: { ...emptyHost(plan, 'db1'), receipts, jobs: { x: job } } };
    const later = { package: { ...receipts.package, at: 2, run: 's' } };
    const two = { ...one, db1: { ...one.db1, receipts: later, jobs: { x: { ...job, logSize: 9 } } } };
    const comparison = comparePlan(plan, two, receiptKey);
    expect(surveyProblems(saved(plan, one), { comparison, surveys: two, receiptKey })).toEqual([]);
  });

  test('name a step whose mark has changed', () => {
    const before = saved();
    const marks = { ...before.marks, 'stage/db1/files': 'up-to-date' } as const;
    const comparison = comparePlan(plan, surveys, receiptKey);
    expect(surveyProblems({ ...before, marks }, { comparison, surveys, receiptKey })).toMatchObject([
      { where: 'stage/db1/files', what: 'marked "change" now, but "up-to-date" when the plan was saved' },
    ]);
  });
});
