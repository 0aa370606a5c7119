import type { HostName, StepId } from '../../model/names.ts';
import type { Plan } from '../../model/plan/plan.ts';
import type { Survey } from '../../transport/port.ts';
import type { ComparedStep, Comparison, Surveys } from './compare.ts';
import { fileForecast } from '../diff/file.ts';
import { forecastOfStep } from './forecast.ts';
import { bootstrappedReceipt } from '../../model/stored-formats.ts';

/** One difference between a host and its last deployment or the inventory. */
interface Drift {
  readonly host: HostName;
  /** Absent if the difference concerns the whole host. */
  readonly step?: StepId;
  readonly what: string;
}

/** Lists each difference on the hosts as surveyed. A host that was never deployed counts as one difference. Pure. */
export function driftOf(
  plan: Plan,
  { comparison, surveys }: { readonly comparison: Comparison; readonly surveys: Surveys },
): readonly Drift[] {
  return Object.entries(surveys).flatMap(([host, survey]) => {
    if (wasNeverDeployed(survey)) return [{ host, what: 'was never deployed' }];
    const steps = comparison.steps.filter((compared) => compared.host === host);
    const missing = steps.find(isMissing);
    if (missing) return [{ host, step: missing.step.id, what: `is not deployed: ${describeStep(missing)}` }];
    return [
      ...steps.flatMap((compared) => stepDrift(compared, survey)),
      ...notBootstrapped(plan, { host, steps, surveys }),
    ];
  });
}

/** The number of differences of each surveyed host. */
export function differencesByHost(
  plan: Plan,
  seen: { readonly comparison: Comparison; readonly surveys: Surveys },
): Readonly<Record<HostName, number>> {
  const found = driftOf(plan, seen);
  const count = (name: HostName) => found.filter(({ host }) => host === name).length;
  return Object.fromEntries(Object.keys(seen.surveys).map((name) => [name, count(name)]));
}

interface OnHost {
  readonly host: HostName;
  readonly steps: readonly ComparedStep[];
  readonly surveys: Surveys;
}

/**
 * Reports each missing receipt that a service is bootstrapped. Databases and brokers also keep the receipt of the
 * managers. Their missing receipts are reported only if another host has one.
 */
function notBootstrapped(plan: Plan, { host, steps, surveys }: OnHost): readonly Drift[] {
  const bootstraps = plan.phases.flatMap(({ gates }) =>
    gates.flatMap(({ bootstraps: members }) => members ?? []),
  );
  return bootstraps.flatMap(({ service, members }) => {
    const withoutReceipt = members.filter(
      (member) => !surveys[member]?.receipts[bootstrappedReceipt(service)],
    );
    if (!withoutReceipt.includes(host)) return [];
    if (withoutReceipt.length < members.length)
      return [
        {
          host,
          what: `has no receipt that the ${service}s are bootstrapped, unlike other hosts; the next deploy writes it`,
        },
      ];
    return steps.some(({ step }) => step.operation?.service === service)
      ? [{ host, what: `the ${service} cluster is not bootstrapped yet: its gate has not passed` }]
      : [];
  });
}

/**
 * True for a job that has not finished on the host. Nothing else is compared on this host then, because everything else
 * depends on the installation.
 */
function isMissing({ now }: ComparedStep): boolean {
  return now.kind === 'job' && now.decision.do !== 'adopt';
}

/** Describes what the step would do to the host as surveyed, not as predicted. */
function describeStep(compared: ComparedStep): string {
  const { note } = forecastOfStep({ ...compared, state: compared.now, uncertain: false });
  return [compared.step.title, note].filter(Boolean).join(': ');
}

/** True if Quorate has never changed the host: each change leaves a receipt or a job. */
function wasNeverDeployed({ receipts, jobs }: Survey): boolean {
  return Object.keys(receipts).length === 0 && Object.keys(jobs).length === 0;
}

function stepDrift(compared: ComparedStep, survey: Survey): readonly Drift[] {
  const { host, step, now } = compared;
  const drift = (what: string): Drift => ({ host, step: step.id, what });
  if (now.kind === 'up-to-date' || now.kind === 'gate') return [];
  if (now.kind !== 'files') return [drift(describeStep(compared))];
  return now.files.map((spec) => {
    const state = survey.files.find(({ path }) => path === spec.path);
    const { path, change, notes } = fileForecast(spec, state, undefined);
    return drift([`${path} ${CHANGES[change]}`, ...(change === 'changed' ? notes : [])].join(': '));
  });
}

const CHANGES = { new: 'is missing', changed: 'differs', removed: 'should not exist' } as const;
