import { inSlices } from '../../clock/in-slices.ts';
import { ConnectError, RefusedError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { readEach } from '../../errors/unreadable-data.ts';
import type { UnreadableDataError } from '../../errors/unreadable-data.ts';
import type { HostName } from '../../model/names.ts';
import { compareInSlices } from '../../plan/compare/compare.ts';
import type { Comparison, Surveys } from '../../plan/compare/compare.ts';
import type { Survey } from '../../transport/port.ts';
import { throwAll } from '../exit-code.ts';
import { untilInterrupted } from '../interrupted.ts';
import type { Run } from '../run.ts';

/**
 * Surveys every host of the plan.
 * @throws one error with every host that does not respond and every host whose data cannot be read;
 * Interrupted as soon as the run is interrupted
 */
export async function surveyAll(run: Run): Promise<Surveys> {
  const { surveys, failed, unreadable } = await surveyEach(run, run.plan.hosts);
  const lost = failed.flatMap(({ problems }) => problems);
  throwAll([unreadable, lost.length > 0 && new ConnectError(lost)]);
  return Object.fromEntries(surveys);
}

/** Hosts that a survey does not cover. */
export interface NotSurveyed {
  readonly lost: readonly Problem[];
  readonly unreadable: UnreadableDataError | undefined;
}

/**
 * Surveys every connected host. A host that does not respond counts as unreachable.
 * @returns a problem for each such host, and the error for hosts whose data cannot be read
 */
export async function surveyConnected(run: Run): Promise<NotSurveyed> {
  const connected = run.plan.hosts.filter((host) => run.fleet.isConnected(host));
  const { failed, unreadable } = await surveyEach(run, connected);
  await Promise.all(failed.map(({ host }) => run.fleet.drop(host)));
  return { lost: failed.flatMap(({ problems }) => problems), unreadable };
}

interface Surveyed {
  readonly surveys: readonly (readonly [HostName, Survey])[];
  readonly unreadable: UnreadableDataError | undefined;
  readonly failed: readonly { readonly host: HostName; readonly problems: readonly Problem[] }[];
}

async function surveyEach({ fleet, env }: Run, hosts: readonly HostName[]): Promise<Surveyed> {
  const failed: { host: HostName; problems: readonly Problem[] }[] = [];
  const reads = hosts.map(async (host) => {
    try {
      return [[host, await fleet.steady(host, () => fleet.survey(host))] as const];
    } catch (error) {
      if (!(error instanceof ConnectError)) throw error;
      failed.push({ host, problems: error.problems });
      return [];
    }
  });
  const { values, unreadable } = await untilInterrupted(readEach(reads), env.signal);
  return { surveys: values.flat(), failed, unreadable };
}

/** Surveys every host and compares the whole plan with the surveys. */
export async function surveyAndCompare(run: Run): Promise<Comparison> {
  const { receiptKey, clock } = run.env;
  return inSlices(compareInSlices(run.plan, await surveyAll(run), receiptKey), clock);
}

/**
 * Surveys every host and compares the whole plan with the surveys.
 * @throws RefusedError if the hosts differ from the saved plan that the operator applies
 */
export async function surveyWithinTerms(run: Run): Promise<Comparison> {
  const comparison = await surveyAndCompare(run);
  const refusals = run.env.terms?.refuse?.(comparison, await surveyAll(run)) ?? [];
  if (refusals.length > 0) throw new RefusedError(refusals);
  return comparison;
}
