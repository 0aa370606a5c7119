import type { FailureCause } from '../model/health/gate.ts';
import { nextText, type Next } from '../model/next-step.ts';
import type { Rendered } from '../model/rendered.ts';

/** Exit codes, documented in docs/exit-codes.md. Never renumber them. */
export const EXIT = {
  done: 0,
  bug: 1,
  usage: 2,
  connect: 3,
  step: 4,
  gate: 5,
  locked: 6,
  refused: 7,
  output: 8,
  somethingToDo: 10,
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** One thing that went wrong: where, what was seen, why probably, what to do next. */
export interface Problem {
  /** A host, or a file with line and column. Absent if the problem concerns the whole run. */
  readonly where?: string;
  /** Address of the host, if the texts contain it. Problems of hosts that differ only in it are printed as one. */
  readonly address?: string;
  /** Number and time of attempts, if the texts contain them. Problems of hosts that differ only in it are printed as one. */
  readonly attempts?: string;
  readonly what: Rendered;
  /** The probable cause of a failed step, gate or connection; `why` describes it. */
  readonly cause?: FailureCause;
  readonly why?: Rendered;
  readonly next?: Next;
  /** Printed indented between `what` and `why`: the last lines of a log, or a source line. */
  readonly lines?: readonly string[];
  /** The part of the only line in `lines` that is at fault. */
  readonly caret?: Caret;
}

/** A part of a line. `column` counts from 0. */
export interface Caret {
  readonly column: number;
  readonly width: number;
}

/** Renders a problem as one line, for warnings: where, what, next. */
export function inOneLine({ where, what, next }: Problem): string {
  const advice = next === undefined ? undefined : nextText(next);
  return [where, what, advice].filter((part) => part !== undefined).join(': ');
}

/** Base class of all expected failures. Contains all problems found, not only the first. */
export class QuorateError extends Error {
  readonly exitCode: ExitCode;
  readonly problems: readonly Problem[];

  constructor(exitCode: ExitCode, problems: readonly Problem[]) {
    super(problems.map((problem) => [problem.where, problem.what].filter(Boolean).join(': ')).join('\n'));
    this.name = new.target.name;
    this.exitCode = exitCode;
    this.problems = problems;
  }
}

/** The output or the journal of a run cannot be written. */
export class OutputError extends QuorateError {
  constructor(problems: readonly Problem[]) {
    super(EXIT.output, problems);
  }
}

/** Bad flags, inventory, playbook, certificates or secrets, found before any host is changed. */
export class UsageError extends QuorateError {
  constructor(problems: readonly Problem[]) {
    super(EXIT.usage, problems);
  }
}

/** A host is unreachable, its key cannot be verified, or it refuses the login. */
export class ConnectError extends QuorateError {
  constructor(problems: readonly Problem[]) {
    super(EXIT.connect, problems);
  }
}

/** A host prompts during the login, and there is no terminal to answer on. Another attempt would not help. */
export class PromptError extends ConnectError {}

export class StepError extends QuorateError {
  constructor(problems: readonly Problem[]) {
    super(EXIT.step, problems);
  }
}

export class GateError extends QuorateError {
  constructor(problems: readonly Problem[]) {
    super(EXIT.gate, problems);
  }
}

export class LockedError extends QuorateError {
  constructor(problems: readonly Problem[]) {
    super(EXIT.locked, problems);
  }
}

/** Quorate refused to start or to continue, to protect the cluster or because a saved plan is stale. */
export class RefusedError extends QuorateError {
  constructor(problems: readonly Problem[]) {
    super(EXIT.refused, problems);
  }
}

/**
 * A call to a host failed because the connection was lost. It is not known whether the call took effect, so the caller
 * must find that out, or make only calls that may be repeated.
 */
export class ConnectionLost extends Error {
  readonly host: string;
  readonly why: string;
  constructor(host: string, why: string) {
    super(`${host}: connection lost: ${why}`);
    this.name = 'ConnectionLost';
    this.host = host;
    this.why = why;
  }
}

/**
 * The host is connected, but its response came too late, was too long or was damaged. Quorate ended the connection. It
 * is not known whether the call took effect.
 */
export class NoResponse extends ConnectionLost {
  readonly reason: 'timeout' | 'unusable';
  readonly problem: Problem;
  constructor(host: string, reason: NoResponse['reason'], problem: Problem) {
    super(host, String(problem.what));
    this.name = 'NoResponse';
    this.reason = reason;
    this.problem = { where: host, cause: reason === 'timeout' ? 'timeout' : 'other', ...problem };
  }
}

/** This run no longer holds the lock on the host. The script that found this changed nothing. */
export class Fenced extends Error {
  readonly host: string;
  readonly holder: string;
  /** @param holder describes the run that holds the lock now, or says that none does */
  constructor(host: string, holder: string) {
    super(`${host}: this run no longer holds the lock: ${holder}`);
    this.name = 'Fenced';
    this.host = host;
    this.holder = holder;
  }
}
