import { gate, INSTALL, staged, stamped, started, step, whole } from './stream.ts';

/** A run in which an install fails, a connection is lost, and the operator presses Ctrl-C. */
export const badRun = stamped([
  ...staged,
  [
    1_000,
    {
      kind: 'step.output',
      ...step('databases', 'db1', 'install'),
      line: 'ERROR - ProcessExecutionError: no space left on device',
    },
  ],
  [
    10,
    {
      kind: 'step.finished',
      ...step('databases', 'db1', 'install'),
      title: INSTALL,
      outcome: 'failed',
      ms: 63_000,
      problem: {
        where: 'db1',
        what: 'Install the database: cfy_manager install ended with exit code 1',
        why: 'the disk below /var/lib is full',
        next: 'free some space there, then run the same command again',
      },
    },
  ],
  [10, { kind: 'run.warned', text: 'db2: its clock is 3 s behind' }],
  [10, { kind: 'host.lost', host: 'db2', why: 'connection reset by peer' }],
  [10, { kind: 'run.interrupted', signal: 'SIGINT' }],
  [
    10,
    {
      kind: 'step.finished',
      ...step('databases', 'db2', 'install'),
      title: INSTALL,
      outcome: 'unknown',
      ms: 20,
    },
  ],
  [10, { kind: 'phase.finished', phase: 'databases', outcome: 'failed', ms: 63_050 }],
  [
    1,
    {
      kind: 'run.finished',
      outcome: 'failed',
      exitCode: 4,
      counts: { changed: 2, unchanged: 1, failed: 2 },
      ms: 64_000,
      requires: [],
      problems: [
        {
          where: 'db1',
          what: 'Install the database: cfy_manager install ended with exit code 1',
          why: 'the disk below /var/lib is full',
        },
        {
          where: 'rabbit1',
          what: 'the lock could not be released',
          next: 'it is free again after 2 minutes',
        },
      ],
      closing: [],
    },
  ],
]);

/** A second deploy: every step is up to date, each gate is evaluated once, and no phase starts. */
export const idleRun = stamped([
  [0, started],
  [40, { kind: 'host.connected', host: 'db1', ms: 40 }],
  [20, { kind: 'host.surveyed', host: 'db1', ms: 20 }],
  [1, { kind: 'gate.started', ...gate, title: 'etcd has its quorum', timeoutMs: 0 }],
  [50, { kind: 'gate.polled', ...gate, verdict: whole, waitedMs: 50 }],
  [1, { kind: 'gate.finished', ...gate, outcome: 'ready', verdict: whole, ms: 51 }],
  [
    1,
    {
      kind: 'run.finished',
      outcome: 'done',
      exitCode: 0,
      counts: { changed: 0, unchanged: 6, failed: 0 },
      ms: 113,
      requires: [],
      problems: [],
      closing: [],
    },
  ],
]);
