import { EXIT, QuorateError } from '../errors/errors.ts';
import type { ExitCode } from '../errors/errors.ts';
import type { Ending } from '../model/stored-formats.ts';
import { FAILURES } from './run.ts';
import type { Run } from './run.ts';

type Candidates = readonly (QuorateError | false | undefined)[];

/** Throws the errors as one (`combined`). Does nothing if there are none. */
export function throwAll(candidates: Candidates): void {
  const error = combined(candidates);
  if (error) throw error;
}

/** The errors as one, with the problems of all and the first exit code that applies (docs/exit-codes.md). */
export function combined(candidates: Candidates): QuorateError | undefined {
  const errors = candidates.filter((error) => error instanceof QuorateError);
  const [first, ...others] = errors;
  if (!first || others.length === 0) return first;
  const codes = FAILURES.map((kind) => EXIT[kind]);
  const code = codes.find((candidate) => errors.some(({ exitCode }) => exitCode === candidate));
  return new QuorateError(
    code ?? first.exitCode,
    errors.flatMap(({ problems }) => problems),
  );
}

/** Exit code of the process if the run ends now. */
export function exitCodeOf({ tally, env }: Run): ExitCode {
  const kind = FAILURES.find((candidate) => tally.failures.some((failure) => failure.kind === candidate));
  if (kind) return EXIT[kind];
  if (!env.signal.aborted) return EXIT.done;
  return env.signal.reason === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted;
}

export function endingOf({ tally, env }: Run): Ending {
  if (tally.failures.length > 0) return 'failed';
  return env.signal.aborted ? 'interrupted' : 'done';
}
