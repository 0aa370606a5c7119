import { RUN_AGAIN } from '../../../src/model/next-step.ts';
import type { RunEvent, RunFact } from '../../../src/events/events.ts';

/** Stamps facts as emit does. `at` starts at 1,000,000 ms and advances by `afterMs` before each fact. */
export function stamped(facts: readonly (readonly [afterMs: number, fact: RunFact])[]): readonly RunEvent[] {
  let at = 1_000_000;
  return facts.map(([after, fact], index) => ({
    v: 2,
    run: 'r1',
    seq: index + 1,
    at: (at += after),
    ...fact,
  }));
}

export const started: RunFact = {
  kind: 'run.started',
  command: 'deploy',
  cluster: 'demo',
  hosts: ['db1', 'db2', 'rabbit1'],
  phases: [
    { id: 'stage', title: 'Put files in place', hosts: ['db1', 'db2', 'rabbit1'], steps: 3 },
    { id: 'databases', title: 'Install the databases', hosts: ['db1', 'db2'], steps: 2 },
    { id: 'first-broker', title: 'Install the first broker', hosts: ['rabbit1'], steps: 1 },
  ],
};

const FILES = 'Write configuration and certificates';
export const INSTALL = 'Install the database';
export const step = (phase: string, host: string, slug: string) => ({
  phase,
  host,
  step: `${phase}/${host}/${slug}`,
});
export const gate = { phase: 'databases', gate: 'etcd-quorum' } as const;

const half = {
  state: 'waiting',
  seen: [
    { host: 'db1', ok: true, line: '2 of 2 members healthy' },
    { host: 'db2', ok: false, line: 'no answer (refused)' },
  ],
} as const;
export const whole = {
  state: 'ready',
  seen: half.seen.map((seen) => ({ ...seen, ok: true, line: '2 of 2 members healthy' })),
} as const;

export const staged: readonly (readonly [number, RunFact])[] = [
  [0, started],
  [40, { kind: 'host.connected', host: 'db1', ms: 40 }],
  [1, { kind: 'host.connected', host: 'db2', ms: 41 }],
  [1, { kind: 'host.connected', host: 'rabbit1', ms: 42 }],
  [20, { kind: 'host.surveyed', host: 'db1', ms: 20 }],
  [1, { kind: 'host.surveyed', host: 'db2', ms: 20 }],
  [1, { kind: 'host.surveyed', host: 'rabbit1', ms: 20 }],
  [5, { kind: 'lock.acquired', hosts: ['db1', 'db2', 'rabbit1'] }],
  [1, { kind: 'phase.started', phase: 'stage' }],
  [1, { kind: 'step.started', ...step('stage', 'db1', 'files'), title: FILES, attached: false }],
  [1, { kind: 'step.started', ...step('stage', 'db2', 'files'), title: FILES, attached: false }],
  [
    900,
    {
      kind: 'step.finished',
      ...step('stage', 'db1', 'files'),
      title: FILES,
      outcome: 'changed',
      ms: 901,
      note: '4 files',
    },
  ],
  [
    10,
    {
      kind: 'step.finished',
      ...step('stage', 'db2', 'files'),
      title: FILES,
      outcome: 'changed',
      ms: 910,
      note: '4 files',
    },
  ],
  [
    10,
    {
      kind: 'step.finished',
      ...step('stage', 'rabbit1', 'files'),
      title: FILES,
      outcome: 'unchanged',
      ms: 3,
    },
  ],
  [5, { kind: 'phase.finished', phase: 'stage', outcome: 'done', ms: 930 }],
  [1, { kind: 'phase.started', phase: 'databases' }],
  [
    2,
    {
      kind: 'proof',
      ...step('databases', 'db1', 'install'),
      state: 'safe',
      clauses: [{ kind: 'nothing-answers', of: 'etcd', first: 'db1' }],
    },
  ],
  [1, { kind: 'step.started', ...step('databases', 'db1', 'install'), title: INSTALL, attached: false }],
  [2_000, { kind: 'step.output', ...step('databases', 'db1', 'install'), line: 'Installing etcd...' }],
  [60_000, { kind: 'step.output', ...step('databases', 'db1', 'install'), line: 'Installing PostgreSQL...' }],
];

/** A successful run with two databases, a gate that waits once, and a broker that requires `reconfigure`. */
export const goodRun = stamped([
  ...staged,
  [
    20_000,
    {
      kind: 'step.finished',
      ...step('databases', 'db1', 'install'),
      title: INSTALL,
      outcome: 'changed',
      ms: 82_000,
    },
  ],
  [
    2,
    {
      kind: 'proof',
      ...step('databases', 'db2', 'install'),
      state: 'wait',
      clauses: [{ kind: 'votes', of: 'etcd', members: 1, able: 'healthy', available: 0, quorum: 1 }],
      next: RUN_AGAIN,
    },
  ],
  [
    5_000,
    {
      kind: 'proof',
      ...step('databases', 'db2', 'install'),
      state: 'safe',
      clauses: [{ kind: 'votes', of: 'etcd', members: 1, able: 'healthy', available: 1, quorum: 1 }],
    },
  ],
  [1, { kind: 'step.started', ...step('databases', 'db2', 'install'), title: INSTALL, attached: true }],
  [
    70_000,
    {
      kind: 'step.finished',
      ...step('databases', 'db2', 'install'),
      title: INSTALL,
      outcome: 'changed',
      ms: 70_000,
    },
  ],
  [1, { kind: 'gate.started', ...gate, title: 'etcd has its quorum', timeoutMs: 300_000 }],
  [50, { kind: 'gate.polled', ...gate, verdict: half, waitedMs: 50 }],
  [5_000, { kind: 'gate.polled', ...gate, verdict: half, waitedMs: 5_050 }],
  [5_000, { kind: 'gate.polled', ...gate, verdict: whole, waitedMs: 10_050 }],
  [1, { kind: 'gate.finished', ...gate, outcome: 'ready', verdict: whole, ms: 10_051 }],
  [1, { kind: 'phase.finished', phase: 'databases', outcome: 'done', ms: 167_060 }],
  [1, { kind: 'phase.started', phase: 'first-broker' }],
  [
    1,
    {
      kind: 'step.finished',
      ...step('first-broker', 'rabbit1', 'install'),
      title: 'Install the first broker',
      outcome: 'unchanged',
      ms: 0,
      note: 'settings changed: rabbitmq.password; requires reconfigure',
      requires: 'reconfigure',
    },
  ],
  [1, { kind: 'phase.finished', phase: 'first-broker', outcome: 'done', ms: 2 }],
  [2, { kind: 'lock.released', hosts: ['db1', 'db2', 'rabbit1'] }],
  [
    1,
    {
      kind: 'run.finished',
      outcome: 'done',
      exitCode: 0,
      counts: { changed: 4, unchanged: 2, failed: 0 },
      ms: 168_100,
      requires: [
        { host: 'rabbit1', note: 'settings changed: rabbitmq.password; waits for `quorate reconfigure`' },
      ],
      problems: [],
      closing: ['On your own machine:', '  cfy profiles use 198.51.100.41 -u admin --ssl'],
    },
  ],
]);
