import { EXIT } from '../errors/errors.ts';
import type { ExitCode } from '../errors/errors.ts';
import type { Ending } from '../model/stored-formats.ts';
import { FAILURES } from './run.ts';
import type { Run } from './run.ts';

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
