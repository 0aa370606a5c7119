import type { Problem } from '../errors/errors.ts';
import { Fenced, QuorateError } from '../errors/errors.ts';
import type { HostName, PhaseId } from '../model/names.ts';
import type { Plan } from '../model/plan/plan.ts';
import type { RequiredCommand } from '../model/plan/step.ts';
import type { Rendered } from '../model/rendered.ts';
import { requiredCommandText } from '../plan/compare/required-command.ts';
import type { RunEnvironment } from './environment.ts';
import { Interrupted } from './interrupted.ts';
import type { Fleet } from './hosts/fleet.ts';
import type { ServiceMutexes } from './safety/service-mutexes.ts';
import { inOrder, RUN_AGAIN, waitUntil } from '../model/next-step.ts';

/** Why a run stops. The first kind in this order decides the exit code. */
export const FAILURES = ['locked', 'refused', 'connect', 'step', 'gate', 'output'] as const;
type FailureKind = (typeof FAILURES)[number];

interface Failure {
  readonly kind: FailureKind;
  readonly problem: Problem;
}

/** State of one run. */
export interface Run {
  readonly plan: Plan;
  readonly env: RunEnvironment;
  readonly startedAt: number;
  readonly fleet: Fleet;
  readonly mutexes: ServiceMutexes;
  readonly tally: Tally;
}

/** Counts, failures and required commands of a run, and the signal that stops it. */
export class Tally {
  readonly counts = { changed: 0, unchanged: 0, failed: 0 };
  readonly failures: Failure[] = [];
  readonly requires: { host: HostName; note: Rendered; command: RequiredCommand }[] = [];
  /** The phase that the operator declined to start. */
  declined: PhaseId | undefined;
  readonly #stop = new AbortController();

  constructor(interrupted: AbortSignal) {
    if (interrupted.aborted) this.#stop.abort();
    interrupted.addEventListener('abort', () => this.#stop.abort());
  }

  /** Aborted by an interruption or by the first failure: running steps finish, and no step starts. */
  get stop(): AbortSignal {
    return this.#stop.signal;
  }

  /** Records that a host requires a command that applies changed settings. @returns the note as text */
  noteRequired(
    host: HostName,
    state: { readonly requires: RequiredCommand; readonly changed: readonly string[] },
  ): Rendered {
    const note = requiredCommandText(state);
    this.requires.push({ host, note, command: state.requires });
    return note;
  }

  fail(failure: Failure): void {
    this.failures.push(failure);
    this.#stop.abort();
  }

  /** Records problems of gates. The run continues to check the other gates. */
  addGateProblems(problems: readonly Problem[]): void {
    for (const problem of problems) this.failures.push({ kind: 'gate', problem });
  }

  /** Records a caught error as failures. @throws the error itself if it is a bug */
  caught(error: unknown, at: { host: HostName; phase: PhaseId }): readonly Problem[] {
    if (error instanceof Interrupted) return [];
    const failures = failuresOf(error, at.host);
    if (!failures) throw error;
    for (const failure of failures) this.fail(failure);
    return failures.map((failure) => failure.problem);
  }
}

function failuresOf(error: unknown, host: HostName): readonly Failure[] | undefined {
  if (error instanceof Fenced) {
    const next = inOrder(waitUntil('no other run holds the lock'), RUN_AGAIN);
    return [
      {
        kind: 'locked',
        problem: {
          where: host,
          what: 'this run no longer holds the lock; no further changes were made',
          why: error.holder,
          next,
        },
      },
    ];
  }
  if (error instanceof QuorateError)
    return error.problems.map((problem) => ({ kind: kindOf(error), problem }));
  return undefined;
}

function kindOf(error: QuorateError): FailureKind {
  const kinds: Partial<Record<number, FailureKind>> = {
    3: 'connect',
    5: 'gate',
    6: 'locked',
    7: 'refused',
    8: 'output',
  };
  return kinds[error.exitCode] ?? 'step';
}
