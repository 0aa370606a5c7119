import type { RunFact } from '../../../src/events/events.ts';
import type { Verdict } from '../../../src/model/health/gate.ts';
import { RUN_AGAIN } from '../../../src/model/next-step.ts';
import { gate, INSTALL, staged, stamped, started, step } from './stream.ts';

const upload = { ...step('stage', 'db1', 'package'), kind: 'step.progress' } as const;
const MIB = 1024 * 1024;

/** A run that uploads a package to one host. */
export const uploadingRun = stamped([
  [0, started],
  [40, { kind: 'host.connected', host: 'db1', ms: 40 }],
  [1, { kind: 'phase.started', phase: 'stage' }],
  [
    1,
    {
      kind: 'step.started',
      ...step('stage', 'db1', 'package'),
      title: 'Upload the package',
      attached: false,
    },
  ],
  [200, { ...upload, done: 2 * MIB, of: 480 * MIB }],
  [10_000, { ...upload, done: 122 * MIB, of: 480 * MIB }],
]);

const proof = {
  kind: 'proof',
  ...step('databases', 'db1', 'install'),
  state: 'refused',
  clauses: [{ kind: 'votes', of: 'etcd', members: 3, able: 'healthy', available: 2, quorum: 2 }],
  next: RUN_AGAIN,
} as const satisfies RunFact;
const problem = { where: 'db1', what: 'Install the database: refused', why: 'db2 is down', next: RUN_AGAIN };

/** A run that refuses a step because a host is unreachable. */
export const refusedRun = stamped([
  ...staged.slice(0, 16),
  [10, { kind: 'host.lost', host: 'db2', why: 'closed by the host' }],
  [10, { kind: 'step.started', ...step('databases', 'db1', 'install'), title: INSTALL, attached: false }],
  [10, proof],
  [
    1,
    {
      kind: 'step.finished',
      ...step('databases', 'db1', 'install'),
      title: INSTALL,
      outcome: 'failed',
      ms: 40,
      problem,
    },
  ],
  [10, { kind: 'phase.finished', phase: 'databases', outcome: 'failed', ms: 60 }],
  [
    1,
    {
      kind: 'run.finished',
      outcome: 'failed',
      exitCode: 7,
      counts: { changed: 2, unchanged: 1, failed: 1 },
      refused: 1,
      ms: 1_200,
      requires: [],
      problems: [problem],
      closing: [],
    },
  ],
]);

const hosts = Array.from({ length: 200 }, (_, index) => `db${String(index + 1).padStart(3, '0')}`);
const phases = Array.from({ length: 20 }, (_, index) => ({
  id: `phase-${index + 1}`,
  title: `Title of phase ${index + 1}`,
  hosts,
  steps: 200,
}));
const running = (host: string): RunFact => ({
  kind: 'step.started',
  phase: 'phase-6',
  host,
  step: `phase-6/${host}/install`,
  title: INSTALL,
  attached: false,
});

const verdict: Verdict = {
  state: 'waiting',
  seen: hosts.map((host, index) => ({ host, ok: index % 100 !== 7, line: 'no answer (refused)' })),
};
const waiting: readonly RunFact[] = [
  { kind: 'run.started', command: 'deploy', cluster: 'big', hosts, phases },
  ...hosts.map((host): RunFact => ({ kind: 'host.connected', host, ms: 40 })),
  ...phases.slice(0, 5).flatMap(({ id }): readonly RunFact[] => [
    { kind: 'phase.started', phase: id },
    { kind: 'phase.finished', phase: id, outcome: 'done', ms: 900 },
  ]),
  { kind: 'phase.started', phase: 'phase-6' },
  ...hosts.map(running),
  {
    kind: 'gate.started',
    ...gate,
    phase: 'phase-6',
    title: 'etcd has its quorum',
    timeoutMs: 300_000,
  },
  {
    kind: 'gate.polled',
    ...gate,
    phase: 'phase-6',
    waitedMs: 50,
    verdict,
  },
];
const tenMsApart = (facts: readonly RunFact[]) => stamped(facts.map((fact) => [10, fact] as const));

/** The sixth of 20 phases, on 200 hosts: a gate waits for two of them. */
export const manyHosts = tenMsApart(waiting);

/** A run on 200 hosts that Ctrl-C interrupts at its gate. */
export const interruptedRun = tenMsApart([
  ...waiting,
  { kind: 'run.interrupted', signal: 'SIGINT' },
  { kind: 'gate.finished', ...gate, phase: 'phase-6', outcome: 'not-passed', verdict, ms: 60 },
  { kind: 'phase.finished', phase: 'phase-6', outcome: 'interrupted', ms: 70 },
  {
    kind: 'run.finished',
    outcome: 'interrupted',
    exitCode: 130,
    counts: { changed: 0, unchanged: 0, failed: 0 },
    ms: 4_200,
    requires: [],
    problems: [],
    closing: [],
  },
]);
