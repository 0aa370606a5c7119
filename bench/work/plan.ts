import type { Emit } from '../../src/events/events.ts';
import { withoutJournal, type RunEnvironment } from '../../src/execute/environment.ts';
import { systemClock } from '../../src/clock/clock.ts';
import { holderOf, isHolderRunning } from '../../src/cli/run/lock-holder.ts';
import type { Cluster, Host } from '../../src/model/cluster.ts';
import type { LocalFile } from '../../src/model/material.ts';
import type { AbsolutePath } from '../../src/model/names.ts';
import type { Plan } from '../../src/model/plan/plan.ts';
import type { Step } from '../../src/model/plan/step.ts';
import { Secret } from '../../src/model/secret.ts';
import type { Transport } from '../../src/transport/port.ts';
import { cluster } from '../../test/unit/platforms/cloudify/fixture.ts';
import { EMPTY_PLAN } from '../../test/support/empty-plan.ts';
import { jobFiles, UPLOADED } from './job.ts';
import type { Job, JobHost } from './job.ts';

/** The work as a plan: one phase with the files, and a command whose guard is the check; or with the upload. */
export function planFor(job: Job): Plan {
  const hosts = job.hosts.map(({ name }) => name);
  const files = jobFiles();
  return {
    ...EMPTY_PLAN,
    cluster: 'bench',
    hosts,
    phases: [
      {
        id: 'files',
        title: 'Files',
        after: [],
        order: 'parallel',
        lanes: hosts.map((host) => ({
          host,
          steps: job.upload
            ? [uploadTo(host, job.directory, job.upload)]
            : stepsOn(host, job.directory, files),
        })),
        gates: [],
      },
    ],
  };
}

function stepsOn(host: string, directory: string, named: ReturnType<typeof jobFiles>): readonly Step[] {
  const files = named.map(({ name, text }) => ({
    path: `${directory}/${name}` as AbsolutePath,
    mode: 0o644,
    owner: 'root:root',
    want: { whole: text },
    compare: 'content' as const,
  }));
  const check = { program: 'test', args: ['-d', '/etc'], as: 'root', timeoutMs: 10_000 } as const;
  return [
    { id: 'files', title: 'Files', host, action: { kind: 'files', files } },
    {
      id: 'check',
      title: 'Check',
      host,
      action: { kind: 'run', command: check, unless: { command: check } },
    },
  ];
}

function uploadTo(host: string, directory: string, source: LocalFile): Step {
  const path = `${directory}/${UPLOADED}` as AbsolutePath;
  return {
    id: 'upload',
    title: 'Upload',
    host,
    action: { kind: 'artifact', uploads: [{ source, path }], mode: 0o644 },
  };
}

export function hostsFor(job: Job): readonly Host[] {
  return job.hosts.map((host) => memberFor(job, host));
}

function memberFor({ user, become, identity, knownHosts }: Job, { name, address, port }: JobHost): Host {
  return {
    name,
    role: 'database',
    address,
    ssh: { user, port, agent: false, become, identity, knownHosts, connectTimeoutMs: 60_000 },
    privateIp: address,
    publicIp: address,
    hostname: name,
    networks: {},
    overlay: {},
  };
}

interface Parts {
  readonly run: string;
  readonly emit: Emit;
  readonly transport: Transport;
}

export function environmentFor(job: Job, { run, emit, transport }: Parts): RunEnvironment {
  const benchCluster: Cluster = { ...cluster, name: 'bench', hosts: hostsFor(job) };
  return {
    transport,
    clock: systemClock,
    emit,
    recorded: withoutJournal,
    cluster: benchCluster,
    receiptKey: new Secret('the key of the receipts'),
    run,
    command: 'deploy',
    inventory: 'digest of the inventory',
    holder: holderOf({ cluster: 'bench', command: 'deploy', run }),
    isHolderRunning,
    signal: new AbortController().signal,
  };
}
