import { QuorateError } from '../../errors/errors.ts';
import type { Terms } from '../../execute/environment.ts';
import type { PhasePlan } from '../../model/plan/plan.ts';
import type { Operator } from './conduct-run.ts';

/** Asks before each phase. Ctrl-C at a question, like a signal, interrupts the run. */
export function confirmPhases(
  { asking, interrupt }: Operator,
  signal: AbortSignal,
): NonNullable<Terms['agree']> {
  const stopped = new Promise<boolean>((resolve) => {
    signal.addEventListener('abort', () => resolve(false), { once: true });
  });
  return async ({ id, title, lanes }: PhasePlan) => {
    const hosts = lanes.map(({ host }) => host).join(', ');
    const answer = asking.confirm?.(`${id}: ${title} (${hosts}): start?`) ?? Promise.resolve(false);
    const answered = answer.catch((error: unknown) => {
      if (!(error instanceof QuorateError)) throw error;
      interrupt('SIGINT');
      return false;
    });
    return Promise.race([answered, stopped]);
  };
}
