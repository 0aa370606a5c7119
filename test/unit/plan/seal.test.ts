import { describe, expect, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { comparePlan } from '../../../src/plan/compare/compare.ts';
import type { Surveys } from '../../../src/plan/compare/compare.ts';
import { planProblems, savedPlanOf, surveyProblems } from '../../../src/plan/saved-plan.ts';
import type { SavedPlan } from '../../../src/plan/saved-plan.ts';
import type { Survey } from '../../../src/transport/port.ts';
import { surveyRequestFor } from '../../../src/plan/build/survey-request.ts';
import { planFor } from '../../support/simulated.ts';
import { cluster, having, material, overlaid, TELLTALE } from '../platforms/cloudify/fixture.ts';

const receiptKey = material.secrets.receipt_key;
const plan = planFor('deploy');

/** A host on which there is nothing. */
function bare(of: Plan, host: string): Survey {
  const { files, paths, guards } = surveyRequestFor(of, host);
  return {
    facts: { machineId: `machine of ${host}` } as Survey['facts'],
    files: files.map(({ path }) => ({ path, kind: 'absent', mode: 0, owner: '', size: 0, sha256: '' })),
    paths: Object.fromEntries(paths.map((path) => [path, false])),
    receipts: {},
    jobs: {},
    guards: Object.fromEntries(
      guards.map(({ id }) => [id, { kind: 'exited', code: 1, stdout: '', stderr: '' }]),
    ),
  };
}
const surveys: Surveys = Object.fromEntries(plan.hosts.map((host) => [host, bare(plan, host)]));
const sealed = (of: Plan = plan, seen = surveys): SavedPlan =>
  savedPlanOf({ plan: of, comparison: comparePlan(of, seen, receiptKey), surveys: seen, receiptKey });
const linesFor = (other: Plan) =>
  planProblems(sealed(), other, receiptKey).flatMap(({ lines = [] }) => lines);

describe('a seal', () => {
  test('fits the same plan, made again', () => {
    expect(planProblems(sealed(), planFor('deploy'), receiptKey)).toEqual([]);
    expect(sealed(planFor('deploy'))).toEqual(sealed());
  });

  test('holds no secret, nor a digest that anybody could make', () => {
    const text = JSON.stringify(sealed());
    expect(text).not.toContain(TELLTALE);
    const other = savedPlanOf({
      plan,
      comparison: comparePlan(plan, surveys, receiptKey),
      surveys,
      receiptKey: new Secret('another key'),
    });
    const values = (of: SavedPlan) => Object.values(of.plan).flatMap((parts) => Object.values(parts));
    const own = new Set(values(sealed()));
    expect(values(other).filter((digest) => own.has(digest))).toEqual([]);
  });

  test('names the settings and files that an edited inventory renders otherwise', () => {
    const lines = linesFor(
      planFor('deploy', { cluster: overlaid('rabbit1', { rabbitmq: { fd_limit: 1 } }) }),
    );
    expect(lines).toEqual([
      'stage/rabbit1/files: /etc/cloudify/config.yaml',
      'first-broker/rabbit1/install: setting rabbitmq.fd_limit',
      'first-broker/rabbit1/remove-staged-key: /etc/quorate/node.key',
    ]);
  });

  test('notices another password, package, host, order and gate', () => {
    const secrets = { ...material.secrets, etcd_token: new Secret('other') };
    const lines = linesFor(planFor('deploy', { material: { ...material, secrets } }));
    expect(lines).toContain('databases/db1/install: setting postgresql_server.cluster.etcd.cluster_token');
    const source = { path: '/p/x.deb', sha256: 'ff', size: 1 };
    expect(linesFor(planFor('deploy', { material: { ...material, package: source } })).join()).toContain(
      'stage/db1/package: work',
    );
    const fewer = { ...cluster, hosts: cluster.hosts.slice(0, -1) };
    expect(linesFor(planFor('deploy', { cluster: fewer }))).toEqual(
      expect.arrayContaining(['the plan: hosts', 'phase load-balancers: it is gone']),
    );
    expect(linesFor(planFor('deploy-overlapped')).join()).toContain('phase databases: its place');
    expect(
      linesFor(planFor('deploy', { cluster: having('db1', { privateIp: '198.51.100.99' }) })).join(),
    ).toContain('gate etcd-quorum of databases: what it asks');
  });
});

describe('what was seen', () => {
  const problems = (host: string, change: Partial<Survey>) => {
    const now = { ...surveys, [host]: { ...bare(plan, host), ...change } };
    const comparison = comparePlan(plan, now, receiptKey);
    return surveyProblems(sealed(), { comparison, surveys: now, receiptKey }).map(
      ({ where, what }) => `${where}: ${what.replace(/^.*: /, '')}`,
    );
  };

  test('is the same as long as nobody changes a host', () => {
    expect(problems('db1', {})).toEqual([]);
  });

  test.each<[string, Partial<Survey>, string]>([
    ['a receipt', { receipts: { package: { v: 1, inputs: {}, at: 1, run: 'r' } } }, 'receipt package'],
    ['a job', { jobs: { x: { state: 'running', logSize: 1, startedAt: 1 } } }, 'job x'],
    ['another machine of that name', { facts: { machineId: 'other' } as Survey['facts'] }, 'the machine'],
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
        files: bare(plan, 'db1').files.map((file) =>
          file.path === '/etc/cloudify/config.yaml' ? { ...file, kind: 'file', sha256: 'aa' } : file,
        ),
      },
      'file /etc/cloudify/config.yaml',
    ],
  ])('is another when there is %s now', (_, change, named) => {
    expect(problems('db1', change)).toEqual([`db1: ${named}`]);
  });

  test('does not tell by what every look at a host changes: the size of a log, when a receipt was written', () => {
    const receipts = { package: { v: 1, inputs: { a: 'b' }, at: 1, run: 'r' } } as const;
    const job = { state: 'ended', code: 0, logSize: 1, startedAt: 1 } as const;
    const one = { ...surveys, db1: { ...bare(plan, 'db1'), receipts, jobs: { x: job } } };
    const later = { package: { ...receipts.package, at: 2, run: 's' } };
    const two = { ...one, db1: { ...one.db1, receipts: later, jobs: { x: { ...job, logSize: 9 } } } };
    const comparison = comparePlan(plan, two, receiptKey);
    expect(surveyProblems(sealed(plan, one), { comparison, surveys: two, receiptKey })).toEqual([]);
  });

  test('a step that would do something else than was foretold is named', () => {
    const seal = sealed();
    const outcomes = { ...seal.outcomes, 'stage/db1/files': 'up-to-date' };
    const comparison = comparePlan(plan, surveys, receiptKey);
    expect(surveyProblems({ ...seal, outcomes }, { comparison, surveys, receiptKey })).toMatchObject([
      {
        where: 'stage/db1/files',
        what: 'would now be "change", and was "up-to-date" when the plan was saved',
      },
    ]);
  });
});
