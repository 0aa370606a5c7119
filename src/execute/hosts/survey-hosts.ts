import { RefusedError } from '../../errors/errors.ts';
import { readEach } from '../../errors/unreadable-data.ts';
import { comparePlan } from '../../plan/compare/compare.ts';
import type { Comparison, Surveys } from '../../plan/compare/compare.ts';
import type { Run } from '../run.ts';

/** Surveys every host of the plan. @throws UnreadableDataError with all hosts whose data cannot be read */
export async function surveyAll(run: Run): Promise<Surveys> {
  const surveys = await readEach(
    run.plan.hosts.map(
      async (host) => [host, await run.fleet.steady(host, () => run.fleet.survey(host))] as const,
    ),
  );
  return Object.fromEntries(surveys);
}

/** Surveys every host and compares the whole plan with the surveys. */
export async function surveyAndCompare(run: Run): Promise<Comparison> {
  return comparePlan(run.plan, await surveyAll(run), run.env.receiptKey);
}

/** Surveys and compares. @throws RefusedError if the result is not what the operator has agreed to */
export async function surveyWithinTerms(run: Run): Promise<Comparison> {
  const comparison = await surveyAndCompare(run);
  const refusals = run.env.terms?.refuse?.(comparison, await surveyAll(run)) ?? [];
  if (refusals.length > 0) throw new RefusedError(refusals);
  return comparison;
}
