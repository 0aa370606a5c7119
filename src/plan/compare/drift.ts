import type { HostName, StepId } from '../../model/names.ts';
import type { Plan } from '../../model/plan/plan.ts';
import type { Survey } from '../../transport/port.ts';
import type { ComparedStep, Comparison, Surveys } from './compare.ts';
import { fileForecast } from '../diff/file.ts';
import { forecastOfStep } from './forecast.ts';
import { bootstrappedReceipt } from '../../model/stored-formats.ts';

/** One thing on a host that is not as it was deployed, or not as the inventory says. */
export interface Drift {
  readonly host: HostName;
  /** Absent where it concerns the host as a whole. */
  readonly step?: StepId;
  readonly what: string;
}

/** What differs on the hosts as they are now, one deviation each; a host that was never deployed is one itself. Pure. */
export function driftOf(
  plan: Plan,
  { comparison, surveys }: { readonly comparison: Comparison; readonly surveys: Surveys },
): readonly Drift[] {
  return Object.entries(surveys).flatMap(([host, survey]) => {
    if (isBare(survey)) return [{ host, what: 'was never deployed' }];
    const steps = comparison.steps.filter((compared) => compared.host === host);
    const missing = steps.find(isMissing);
    if (missing) return [{ host, step: missing.step.id, what: `is not deployed: ${inWords(missing)}` }];
    return [
      ...steps.flatMap((compared) => ofStep(compared, survey)),
      ...notBootstrapped(plan, { host, steps, surveys }),
    ];
  });
}

interface OnHost {
  readonly host: HostName;
  readonly steps: readonly ComparedStep[];
  readonly surveys: Surveys;
}

/** Databases and brokers remember the managers too: until the managers do themselves, only these are told of. */
function notBootstrapped(plan: Plan, { host, steps, surveys }: OnHost): readonly Drift[] {
  const founding = plan.phases.flatMap(({ gates }) => gates.flatMap(({ bootstraps }) => bootstraps ?? []));
  return founding.flatMap(({ service, members }) => {
    const lacking = members.filter((member) => !surveys[member]?.receipts[bootstrappedReceipt(service)]);
    if (!lacking.includes(host)) return [];
    if (steps.some(({ step }) => step.operation?.service === service))
      return [{ host, what: `the ${service} cluster does not count as founded: its gate has not passed` }];
    return lacking.length < members.length
      ? [{ host, what: `does not remember the ${service}s, which would protect them if all were wiped` }]
      : [];
  });
}

/** A host that an install is still to come to is not compared any further: all else waits for that. */
function isMissing({ now }: ComparedStep): boolean {
  return now.kind === 'job' && now.decision.do !== 'adopt';
}

/** What its step would do to the host as it is, not as it will be when the step's turn comes. */
function inWords(compared: ComparedStep): string {
  const { note } = forecastOfStep({ ...compared, state: compared.now, uncertain: false });
  return [compared.step.title, note].filter(Boolean).join(': ');
}

/** Nothing that Quorate does to a host leaves no receipt. */
function isBare({ receipts, jobs }: Survey): boolean {
  return Object.keys(receipts).length === 0 && Object.keys(jobs).length === 0;
}

function ofStep(compared: ComparedStep, survey: Survey): readonly Drift[] {
  const { host, step, now } = compared;
  const deviation = (what: string): Drift => ({ host, step: step.id, what });
  if (now.kind === 'up-to-date' || now.kind === 'gate') return [];
  if (now.kind !== 'files') return [deviation(inWords(compared))];
  return now.files.map((spec) => {
    const state = survey.files.find(({ path }) => path === spec.path);
    const { path, change, notes } = fileForecast(spec, state, undefined);
    return deviation([`${path} ${CHANGES[change]}`, ...(change === 'changed' ? notes : [])].join(': '));
  });
}

const CHANGES = { new: 'is missing', changed: 'differs', removed: 'should be gone' } as const;
