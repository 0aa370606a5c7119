import type { Answer } from '../../../model/health/gate.ts';

/** Exit codes of `cfy_manager dbs list`: healthy, degraded (or an error), down (cfy_manager/main.py, 377). */
export const DBS_LIST_CODES = [0, 1, 2] as const;

interface DatabasesState {
  readonly code: number;
  /** The error that the command printed, if any. */
  readonly error?: string;
}

/** Reads the result of `cfy_manager dbs list`. Returns undefined if the command did not run. */
export function databasesState(answer: Answer | undefined): DatabasesState | undefined {
  if (answer?.kind !== 'exited') return undefined;
  const error = /^.*ERROR - (.*)$/m.exec(answer.stderr)?.[1];
  return { code: answer.code, ...(error === undefined ? {} : { error }) };
}

/** The words of the table that `cfy_manager dbs list` prints; the addresses of the databases are among them. */
export function databasesTable(answer: Answer | undefined): readonly string[] {
  return answer?.kind === 'exited' ? answer.stdout.split(/[\s|]+/) : [];
}
