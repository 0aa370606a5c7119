import { platformOf } from '../../registry/platforms.ts';
import { RefusedError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { listings } from '../../membership/views/listed-members.ts';
import type { NotInstalled } from '../../membership/admission/inventory-mismatch.ts';
import { unfinishedMembers } from '../../membership/admission/unfinished-members.ts';
import { compareWithMembers } from '../../membership/admission/compare-with-members.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { ComparedStep } from '../../plan/compare/compare.ts';
import { fixedSettings } from '../../plan/compare/fixed-settings.ts';
import { isFinished } from '../../plan/compare/step-state.ts';
import type { MemberOperation } from '../../model/plan/step.ts';
import { JOB } from '../../model/stored-formats.ts';
import { unhealthyBrokerProblems } from './unhealthy-running-brokers.ts';
import { lostMembersThatAnswer } from './check-declared-lost.ts';
import { existingDataProblems } from './existing-data.ts';
import type { Run } from '../run.ts';
import { collectMembership } from '../read/collect-membership.ts';
import { isAlreadyReplaced } from './already-replaced.ts';
import { otherVersions } from './package-versions.ts';
import { provableNow } from './provable-now.ts';
import { operationsOn, refusedOperations } from './refused-operations.ts';
import type { StepOperation } from './refused-operations.ts';

/**
 * Compares the inventory with the live members of every service, before anything is staged or installed.
 * @throws RefusedError with all problems, each with the command to use instead
 */
export async function checkAdmission(run: Run, steps: readonly ComparedStep[]): Promise<void> {
  const refusals = await admissionProblems(run, steps);
  if (refusals.length > 0) throw new RefusedError(refusals);
}

/** @param steps all steps of the plan, compared with the present state of the hosts */
export async function admissionProblems(
  run: Run,
  steps: readonly ComparedStep[],
): Promise<readonly Problem[]> {
  const services = run.plan.memberships.map(({ service }) => service);
  const memberships = await Promise.all(services.map((service) => collectMembership(run, service)));
  const pending = steps.filter(({ state }) => !isFinished(state));
  const operations = pending.flatMap(({ step }) => operationsOn(run.plan, step));
  const toInstall = steps.flatMap((compared) => notInstalled(run, compared));
  const removals = operations.map(({ operation }) => operation).filter(({ kind }) => kind === 'remove');
  return [
    ...(await existingDataProblems(run, memberships, toInstall)),
    ...(await lostMembersThatAnswer(run)),
    ...compareWithMembers(memberships, toInstall, { removals, emptyHost: platformOf(run.plan).emptyHost }),
    ...otherVersions(run, toInstall),
    ...fixedSettings(steps, {
      surveyOf: (host) => run.fleet.remembered(host),
      receiptKey: run.env.receiptKey,
    }),
    ...unfinishedMemberProblems(run, memberships, steps),
    ...operationProblems(run, memberships, operations),
  ];
}

/** Members whose addition or removal by another command did not finish. A deploy may itself be unfinished. */
function unfinishedMemberProblems(
  { plan }: Run,
  memberships: readonly Membership[],
  steps: readonly ComparedStep[],
): readonly Problem[] {
  if (plan.change.kind === 'deploy') return [];
  const operations = steps.flatMap(({ step }) => step.operation ?? []);
  const own = operations.filter(({ kind }) => kind !== 'restart' && kind !== 'reinit');
  const hosts = own.map(({ member }) => member);
  return memberships.flatMap((membership) =>
    unfinishedMembers(membership, listings(membership.service, memberships), hosts),
  );
}

/** Operations that the members do not allow now, and brokers that prevent a restart of other brokers. */
function operationProblems(
  run: Run,
  memberships: readonly Membership[],
  operations: readonly StepOperation[],
): readonly Problem[] {
  const provable = provableNow(run, memberships, operations);
  const refused = refusedOperations(
    memberships,
    provable.filter(({ operation }) => !isProvedElsewhere(run, operation)),
  );
  if (refused.length === 0 || !operations.some(isBrokerRestart)) return refused;
  return [...refused, ...memberships.flatMap((membership) => unhealthyBrokerProblems(run, membership))];
}

/** True for a join, which `compareWithMembers` proves, and for a removal that an earlier run proved. */
function isProvedElsewhere(run: Run, operation: MemberOperation): boolean {
  return operation.kind === 'join' || isAlreadyReplaced(run, operation);
}

function isBrokerRestart({ operation: { kind, service } }: StepOperation): boolean {
  return kind === 'restart' && service === 'broker';
}

/** The host that the step would install; none if the installation is already running, because it was proved before. */
function notInstalled({ fleet }: Run, { step, host, state }: ComparedStep): readonly NotInstalled[] {
  const { operation } = step;
  if (operation?.kind !== 'bootstrap' && operation?.kind !== 'join') return [];
  if (state.kind !== 'job' || (state.decision.do !== 'start' && state.decision.do !== 'repair')) return [];
  const job = JOB.install(operation.service);
  return [{ operation, installStarted: fleet.remembered(host)?.jobs[job] !== undefined }];
}
