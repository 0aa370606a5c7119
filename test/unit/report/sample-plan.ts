import type { Plan } from '../../../src/model/plan/plan.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Step } from '../../../src/model/plan/step.ts';
import { EMPTY_PLAN } from '../../support/empty-plan.ts';

const command = { program: 'cfy_manager', args: ['install', '--verbose'], as: 'root', timeoutMs: 1 } as const;
const root = { mode: 0o600, owner: 'root:root', compare: 'content' } as const;
const timing = { timeoutMs: 300_000, intervalMs: 5_000, consecutive: 3 };

export const files: Step = {
  id: 'stage/db1/files',
  title: 'Write configuration and certificates',
  host: 'db1',
  action: {
    kind: 'files',
    files: [
      { ...root, path: '/etc/cloudify/config.yaml', want: { whole: new Secret('password: hunter2') } },
      { ...root, path: '/etc/hosts', want: { block: '198.51.100.11 db1', marker: 'quorate' } },
      { ...root, path: '/etc/old', want: 'absent' },
      {
        ...root,
        path: '/etc/haproxy/haproxy.cfg',
        want: { whole: 'global' },
        check: { ...command, program: 'haproxy', args: ['-c', '-f', '{candidate}'] },
      },
    ],
  },
};
export const upload: Step = {
  id: 'stage/db1/package',
  title: 'Upload the package',
  host: 'db1',
  action: {
    kind: 'artifact',
    uploads: [
      {
        source: { path: '/home/op/cloudify.deb', sha256: 'abcdef0123456789', size: 1 },
        path: '/var/lib/quorate/packages/cloudify.deb',
      },
    ],
    mode: 0o600,
  },
};
export const record: Step = {
  id: 'databases/db1/record',
  title: 'Record what the product wrote',
  host: 'db1',
  action: { kind: 'remember', path: '/etc/cloudify/config.yaml' },
};
const before: Step = {
  id: 'databases/db1/switchover',
  title: 'Switch over to a standby',
  host: { anyOf: ['db1', 'db2'] },
  action: {
    kind: 'run',
    command: {
      ...command,
      args: ['dbs', 'switchover', { live: 'candidate', of: 'db1' }],
      stdin: new Secret('hunter2'),
    },
    unless: { gate: 'patroni-leader', args: {} },
  },
};
const clean: Step = {
  id: 'databases/db1/clean',
  title: 'Remove the incomplete installation',
  host: 'db1',
  action: { kind: 'run', command: { ...command, args: ['remove'] }, unless: 'repeatable' },
};
export const install: Step = {
  id: 'databases/db1/install',
  title: 'Install the database',
  host: 'db1',
  action: {
    kind: 'job',
    name: 'install-database',
    command,
    unless: { receipt: 'install/database', inputs: { 'postgres.password': 'd2', 'etcd.token': 'd1' } },
    marker: '/etc/cloudify/.installed/database_service',
    ifMarkerExists: 'done',
    requires: 'reconfigure',
    repair: [clean],
  },
  operation: { kind: 'restart', service: 'database', member: 'db1', requires: 'switchover-done' },
  before: [before],
};
export const check: Step = {
  id: 'databases/db2/check',
  title: 'Check the load balancer',
  host: 'db2',
  action: { kind: 'run', command, unless: { command: { ...command, args: ['version'], stdin: 'x y' } } },
};

export const plan: Plan = {
  ...EMPTY_PLAN,
  hosts: ['db1', 'db2'],
  phases: [
    {
      id: 'stage',
      title: 'Put files in place',
      after: [],
      order: 'parallel',
      lanes: [{ host: 'db1', steps: [files, upload] }],
      gates: [],
    },
    {
      id: 'databases',
      title: 'Install the databases',
      after: ['stage'],
      order: 'leader-last',
      lanes: [
        { host: 'db1', steps: [record, install] },
        { host: 'db2', steps: [check] },
      ],
      gates: [
        {
          gate: 'etcd-quorum',
          args: {},
          queries: [
            { host: 'db1', probes: {} },
            { host: 'db2', probes: {} },
          ],
          timing,
          bootstraps: { service: 'database', members: ['db1', 'db2'] },
        },
      ],
    },
  ],
  closing: ['cfy profiles use 198.51.100.41'],
};
