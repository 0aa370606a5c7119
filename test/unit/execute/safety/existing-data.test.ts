import { describe, expect, test } from '@jest/globals';
import { existingDataProblems } from '../../../../src/execute/safety/existing-data.ts';
import type { NotInstalled } from '../../../../src/membership/admission/inventory-mismatch.ts';
import type { Answer, GateCheck, LoginProbe, Probe, ReachProbe } from '../../../../src/model/health/gate.ts';
import type { Membership } from '../../../../src/model/health/membership.ts';
import { Secret } from '../../../../src/model/secret.ts';
import { requestOf, withScriptedRun } from '../../../support/scripted/run.ts';
import { allUnreachable, brokers, managers, notInstalled } from '../../membership/build.ts';
import { phaseOf } from './steps.ts';

const none = allUnreachable('manager', ['manager1', 'manager2']);
const toInstall = ['manager1', 'manager2'].map((host) => notInstalled('manager', 'bootstrap', host));

const anyDatabase: LoginProbe = {
  kind: 'database-login',
  address: 'db.example.com',
  port: 5432,
  ca: 'certificate',
  user: 'postgres',
  database: 'postgres',
  password: new Secret('password'),
  timeoutMs: 5_000,
};
const login: LoginProbe = { ...anyDatabase, looksFor: 'cloudify_db' };

const check = (probes: Readonly<Record<string, Probe>>): GateCheck => ({
  gate: 'external-services',
  args: {},
  queries: [{ host: 'manager1', probes }],
  timing: { timeoutMs: 0, intervalMs: 0, consecutive: 1 },
});

const holds = (found: boolean): Answer => ({ kind: 'reached', holds: found });
const DENIED: Answer = { kind: 'login-denied', code: '3D000', message: 'no such database' };

interface Given {
  readonly memberships?: readonly Membership[];
  readonly hosts?: readonly NotInstalled[];
  readonly probes?: Readonly<Record<string, Probe>>;
  /** Whether the server has the database, and whether the database has tables. */
  readonly answers?: { readonly postgres?: Answer; readonly cloudify_db?: Answer };
}

/** The problems, and the databases into which the managers logged in. */
async function problemsWith({
  memberships = [none],
  hosts = toInstall,
  probes = { database: login },
  answers = {},
}: Given) {
  const logins: ReachProbe[] = [];
  const reach = (probe: ReachProbe): Answer => {
    logins.push(probe);
    const database = probe.kind === 'database-login' ? probe.database : '';
    return { postgres: holds(true), cloudify_db: holds(true), ...answers }[database] ?? DENIED;
  };
  const plan = {
    hosts: ['manager1'],
    phases: [phaseOf([]), phaseOf([], [check({ status: requestOf('x') }), check(probes)])],
  };
  const script = { plan, reach, answers: { x: DENIED } };
  const problems = await withScriptedRun(script, ({ run }) => existingDataProblems(run, memberships, hosts));
  return { problems, logins: logins.map((probe) => ('database' in probe ? probe.database : probe.kind)) };
}

describe('managers are not installed', () => {
  test('on a database with tables', async () => {
    const { problems, logins } = await problemsWith({ memberships: [brokers({ rabbit1: 'running' }), none] });
    expect(problems).toMatchObject([
      {
        where: 'db.example.com:5432',
        what: 'the database cloudify_db already contains tables, but no manager is installed',
      },
    ]);
    expect(logins).toEqual(['postgres', 'cloudify_db']);
  });
});

describe('managers may be installed', () => {
  test.each<[string, NonNullable<Given['answers']>, readonly string[]]>([
    ['if the database does not exist', { postgres: holds(false) }, ['postgres']],
    ['if the login is denied', { postgres: DENIED }, ['postgres']],
    [
      'if the server does not answer',
      { postgres: { kind: 'no-answer', cause: 'timeout', text: '' } },
      ['postgres'],
    ],
    ['if the server does not report it', { postgres: { kind: 'reached' } }, ['postgres']],
    ['if the database is empty', { cloudify_db: holds(false) }, ['postgres', 'cloudify_db']],
  ])('%s', async (_what, answers, logins) => {
    expect(await problemsWith({ answers })).toEqual({ problems: [], logins });
  });

  test.each<[string, Given]>([
    ['if the plan does not install all of them', { hosts: toInstall.slice(1) }],
    ['if a manager was bootstrapped', { memberships: [{ ...none, bootstrapped: ['manager1'] }] }],
    ['if the plan has no managers', { memberships: [brokers({ rabbit1: 'running' })] }],
    ['if the inventory has no managers', { memberships: [managers({})], hosts: [] }],
    ['if the database is not external', { probes: {} }],
    ['if the gate looks for no database', { probes: { database: anyDatabase } }],
    ['if the gate only opens a TLS connection', { probes: { broker: { ...login, kind: 'tls' } } }],
  ])('%s, and no login is tried', async (_what, given) => {
    expect(await problemsWith(given)).toEqual({ problems: [], logins: [] });
  });
});
