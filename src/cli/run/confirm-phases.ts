import { QuorateError } from '../../errors/errors.ts';
import type { Terms } from '../../execute/environment.ts';
import type { PhasePlan } from '../../model/plan/plan.ts';
import type { Person } from './conduct-run.ts';

/** Asks before each phase; Ctrl-C at a question interrupts the run as it does elsewhere, and so does a signal. */
export function confirmPhases(
  { asking, interrupt }: Person,
  signal: AbortSignal,
): NonNullable<Terms['agree']> {
  const stopped = new Promise<boolean>((resolve) => {
    signal.addEventListener('abort', () => resolve(false), { once: true });
  });
  return async ({ id, title, lanes }: PhasePlan) => {
    const hosts = lanes.map(({ host }) => host).join(', ');
    const answer = asking.confirm?.(`${id}: ${title} (${hosts}): begin?`) ?? Promise.resolve(false);
    const heard = answer.catch((error: unknown) => {
      if (!(error instanceof QuorateError)) throw error;
      interrupt('SIGINT');
      return false;
    });
    return Promise.race([heard, stopped]);
  };
}
