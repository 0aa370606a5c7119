import type { Problem } from '../errors/errors.ts';
import type { Digest, HostName, StepId } from '../model/names.ts';
import type { Plan } from '../model/plan/plan.ts';
import type { Secret } from '../model/secret.ts';
import type { Step } from '../model/plan/step.ts';
import type { Survey } from '../transport/port.ts';
import type { Comparison, Surveys } from './compare/compare.ts';
import { planDigest } from './digest.ts';
import { forecastOfStep } from './compare/forecast.ts';

type Parts = Readonly<Record<string, Digest>>;

/** What a plan was, part by part, as keyed digests: nothing of it can be read, only compared. */
export interface SavedPlan {
  /** By step, phase and gate; each by what it is made of. */
  readonly plan: Readonly<Record<string, Parts>>;
  /** What each step would do. */
  readonly outcomes: Readonly<Record<StepId, string>>;
  /** What was compared with, by host. */
  readonly seen: Readonly<Record<HostName, Parts>>;
}

interface Sealing {
  readonly plan: Plan;
  readonly comparison: Comparison;
  readonly surveys: Surveys;
  readonly receiptKey: Secret;
}

/** Pure: the same plan and hosts give the same seal, wherever it is made with the same receipt key. */
export function savedPlanOf({ plan, comparison, surveys, receiptKey }: Sealing): SavedPlan {
  return {
    plan: planParts(plan, receiptKey),
    outcomes: outcomesOf(comparison),
    seen: Object.fromEntries(
      Object.entries(surveys).map(([host, survey]) => [host, surveyParts(host, survey, receiptKey)]),
    ),
  };
}

/** Where a plan is no longer the sealed one problem with a line for each part. */
export function planProblems(seal: SavedPlan, plan: Plan, receiptKey: Secret): readonly Problem[] {
  const lines = differences(seal.plan, planParts(plan, receiptKey)).map(
    ({ name, what }) => `${name}: ${what}`,
  );
  if (lines.length === 0) return [];
  const why = 'the inventory, what lies beside it, the playbook or quorate itself was changed since';
  return [{ what: 'the plan is no longer the one that was saved', lines, why, next: AGAIN }];
}

/** Where the hosts are no longer what the sealed plan was compared with. */
export function surveyProblems(
  seal: SavedPlan,
  { comparison, surveys, receiptKey }: Omit<Sealing, 'plan'>,
): readonly Problem[] {
  const now = Object.entries(surveys).map(
    ([host, survey]) => [host, surveyParts(host, survey, receiptKey)] as const,
  );
  const changed = differences(seal.seen, Object.fromEntries(now)).map(({ name, what }) => ({
    where: name,
    what: `is not as it was when the plan was saved: ${what}`,
    next: AGAIN,
  }));
  return changed.length > 0 ? changed : outcomeProblems(seal, outcomesOf(comparison));
}

const AGAIN = 'look at a new plan, and save that one';

function outcomeProblems({ outcomes }: SavedPlan, now: SavedPlan['outcomes']): readonly Problem[] {
  return Object.entries(now)
    .filter(([step, outcome]) => outcomes[step] !== outcome)
    .map(([step, outcome]) => ({
      where: step,
      what: `would now be "${outcome}", and was "${outcomes[step] ?? 'not there'}" when the plan was saved`,
      next: AGAIN,
    }));
}

/** By what is new, gone or other; each with its parts. */
function differences(
  before: Readonly<Record<string, Parts>>,
  after: Readonly<Record<string, Parts>>,
): readonly { readonly name: string; readonly what: string }[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const [old, fresh] = [before[name], after[name]];
    if (!old) return [{ name, what: 'it is new' }];
    if (!fresh) return [{ name, what: 'it is gone' }];
    const parts = [...new Set([...Object.keys(old), ...Object.keys(fresh)])];
    const other = parts.filter((part) => old[part] !== fresh[part]);
    return other.length > 0 ? [{ name, what: other.join(', ') }] : [];
  });
}

function outcomesOf({ steps }: Comparison): SavedPlan['outcomes'] {
  return Object.fromEntries(steps.map((compared) => [compared.step.id, forecastOfStep(compared).mark]));
}

function planParts(plan: Plan, receiptKey: Secret): SavedPlan['plan'] {
  const digest = planDigest(receiptKey);
  const seal = (parts: Readonly<Record<string, unknown>>): Parts =>
    digests(Object.entries(parts), (name, value) => digest(['seal', name, value]));
  const phases = plan.phases.flatMap(({ id, after, order, lanes, gates }) => [
    [`phase ${id}`, seal({ 'its place': { after, order, hosts: lanes.map(({ host }) => host) } })] as const,
    ...lanes.flatMap(({ steps }) => steps.map((step) => [step.id, seal(stepParts(step))] as const)),
    ...gates.map((gate) => [`gate ${gate.gate} of ${id}`, seal({ 'what it asks': gate })] as const),
  ]);
  const { cluster, playbook, hosts } = plan;
  return Object.fromEntries([['the plan', seal({ cluster, playbook, hosts })] as const, ...phases]);
}

/** Files and settings by name, so that it can be said which of them is another; the rest together. */
function stepParts({ action, ...step }: Step): Readonly<Record<string, unknown>> {
  if (action.kind === 'files')
    return { work: step, ...Object.fromEntries(action.files.map((file) => [file.path, file])) };
  const unless = 'unless' in action ? action.unless : undefined;
  const settings = typeof unless === 'object' && 'receipt' in unless ? unless : undefined;
  const named = Object.entries(settings?.inputs ?? {}).map(
    ([name, value]) => [`setting ${name}`, value] as const,
  );
  return {
    work: [step, settings ? { ...action, unless: settings.receipt } : action],
    ...Object.fromEntries(named),
  };
}

/** All that a comparison looks at: not what only tells the time, nor what runs leave behind them. */
function surveyParts(host: HostName, survey: Survey, receiptKey: Secret): Parts {
  const digest = planDigest(receiptKey);
  const { files, paths, receipts, jobs, guards, facts } = survey;
  const parts: readonly (readonly [string, unknown])[] = [
    ['the machine', facts.machineId],
    ...files.map(({ path, ...state }) => [`file ${path}`, state] as const),
    ...Object.entries(paths).map(([path, exists]) => [`path ${path}`, exists] as const),
    ...Object.entries(receipts).map(([name, { inputs }]) => [`receipt ${name}`, inputs] as const),
    ...Object.entries(jobs).map(([name, { state, code }]) => [`job ${name}`, { state, code }] as const),
    ...Object.entries(guards).map(
      ([id, answer]) => [`guard ${id}`, answer.kind === 'exited' ? answer.code : answer.kind] as const,
    ),
  ];
  return digests(parts, (name, value) => digest(['seen', host, name, value]));
}

function digests(
  parts: readonly (readonly [string, unknown])[],
  digest: (name: string, value: unknown) => Digest,
): Parts {
  return Object.fromEntries(parts.map(([name, value]) => [name, digest(name, value)] as const));
}
