import type { Problem } from '../errors/errors.ts';
import type { Digest, HostName } from '../model/names.ts';
import type { Plan } from '../model/plan/plan.ts';
import type { Secret } from '../model/secret.ts';
import type { Step } from '../model/plan/step.ts';
import type { Survey } from '../transport/port.ts';
import type { Comparison, Surveys } from './compare/compare.ts';
import { planDigest } from './digest.ts';
import { forecastOfStep } from './compare/forecast.ts';
import type { SavedPlan } from '../model/stored-formats.ts';

type Parts = SavedPlan['plan'][string];

interface Saving {
  readonly plan: Plan;
  readonly comparison: Comparison;
  readonly surveys: Surveys;
  readonly receiptKey: Secret;
}

/**
 * Digests a plan and the surveys that it was compared with. The same plan, surveys and receipt key give the same saved
 * plan on every machine.
 */
export function savedPlanOf({ plan, comparison, surveys, receiptKey }: Saving): SavedPlan {
  return {
    plan: planParts(plan, receiptKey),
    marks: marksOf(comparison),
    surveys: Object.fromEntries(
      Object.entries(surveys).map(([host, survey]) => [host, surveyParts(host, survey, receiptKey)]),
    ),
  };
}

/** Compares a plan with the saved one. Returns one problem with a line for each part that differs. */
export function planProblems(saved: SavedPlan, plan: Plan, receiptKey: Secret): readonly Problem[] {
  const lines = differences(saved.plan, planParts(plan, receiptKey)).map(
    ({ name, what }) => `${name}: ${what}`,
  );
  if (lines.length === 0) return [];
  const why = 'the inventory, its files, the playbook or Quorate has changed';
  return [{ what: 'the saved plan is stale', lines, why, next: AGAIN }];
}

/** Compares the hosts with the surveys that the saved plan was compared with. */
export function surveyProblems(
  saved: SavedPlan,
  { comparison, surveys, receiptKey }: Omit<Saving, 'plan'>,
): readonly Problem[] {
  const now = Object.entries(surveys).map(
    ([host, survey]) => [host, surveyParts(host, survey, receiptKey)] as const,
  );
  const changed = differences(saved.surveys, Object.fromEntries(now)).map(({ name, what }) => ({
    where: name,
    what: `changed since the plan was saved: ${what}`,
    next: AGAIN,
  }));
  return changed.length > 0 ? changed : markProblems(saved, marksOf(comparison));
}

const AGAIN = 'review and save a new plan';

function markProblems({ marks }: SavedPlan, now: SavedPlan['marks']): readonly Problem[] {
  return Object.entries(now)
    .filter(([step, mark]) => marks[step] !== mark)
    .map(([step, mark]) => ({
      where: step,
      what: `marked "${mark}" now, but "${marks[step] ?? 'not in the plan'}" when the plan was saved`,
      next: AGAIN,
    }));
}

/** Names that were added, removed or changed; for a changed name, the parts that differ. */
function differences(
  before: Readonly<Record<string, Parts>>,
  after: Readonly<Record<string, Parts>>,
): readonly { readonly name: string; readonly what: string }[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const [old, fresh] = [before[name], after[name]];
    if (!old) return [{ name, what: 'added' }];
    if (!fresh) return [{ name, what: 'removed' }];
    const parts = [...new Set([...Object.keys(old), ...Object.keys(fresh)])];
    const other = parts.filter((part) => old[part] !== fresh[part]);
    return other.length > 0 ? [{ name, what: other.join(', ') }] : [];
  });
}

function marksOf({ steps }: Comparison): SavedPlan['marks'] {
  return Object.fromEntries(steps.map((compared) => [compared.step.id, forecastOfStep(compared).mark]));
}

function planParts(plan: Plan, receiptKey: Secret): SavedPlan['plan'] {
  const digest = planDigest(receiptKey);
  const digestParts = (parts: Readonly<Record<string, unknown>>): Parts =>
    digests(Object.entries(parts), (name, value) => digest(['plan', name, value]));
  const phases = plan.phases.flatMap(({ id, after, order, lanes, gates }) => [
    [`phase ${id}`, digestParts({ order: { after, order, hosts: lanes.map(({ host }) => host) } })] as const,
    ...lanes.flatMap(({ steps }) => steps.map((step) => [step.id, digestParts(stepParts(step))] as const)),
    ...gates.map((gate) => [`gate ${gate.gate} of ${id}`, digestParts({ queries: gate })] as const),
  ]);
  const { cluster, playbook, hosts } = plan;
  return Object.fromEntries([['plan', digestParts({ cluster, playbook, hosts })] as const, ...phases]);
}

/** Splits files and settings by name, so that a difference can be named. The rest of a step is one part. */
function stepParts({ action, ...step }: Step): Readonly<Record<string, unknown>> {
  if (action.kind === 'files')
    return { step, ...Object.fromEntries(action.files.map((file) => [file.path, file])) };
  const unless = 'unless' in action ? action.unless : undefined;
  const settings = typeof unless === 'object' && 'receipt' in unless ? unless : undefined;
  const named = Object.entries(settings?.inputs ?? {}).map(
    ([name, value]) => [`setting ${name}`, value] as const,
  );
  return {
    step: [step, settings ? { ...action, unless: settings.receipt } : action],
    ...Object.fromEntries(named),
  };
}

/** Keyed digests of everything in a survey that a comparison depends on. Leaves out times and the logs of jobs. */
function surveyParts(host: HostName, survey: Survey, receiptKey: Secret): Parts {
  const digest = planDigest(receiptKey);
  const { files, paths, receipts, jobs, guards, facts } = survey;
  const parts: readonly (readonly [string, unknown])[] = [
    ['machine', facts.machineId],
    ...files.map(({ path, ...state }) => [`file ${path}`, state] as const),
    ...Object.entries(paths).map(([path, exists]) => [`path ${path}`, exists] as const),
    ...Object.entries(receipts).map(([name, { inputs }]) => [`receipt ${name}`, inputs] as const),
    ...Object.entries(jobs).map(([name, { state, code }]) => [`job ${name}`, { state, code }] as const),
    ...Object.entries(guards).map(
      ([id, answer]) => [`guard ${id}`, answer.kind === 'exited' ? answer.code : answer.kind] as const,
    ),
  ];
  return digests(parts, (name, value) => digest(['survey', host, name, value]));
}

function digests(
  parts: readonly (readonly [string, unknown])[],
  digest: (name: string, value: unknown) => Digest,
): Parts {
  return Object.fromEntries(parts.map(([name, value]) => [name, digest(name, value)] as const));
}
