import type { Probe } from '../../model/health/gate.ts';
import type { AbsolutePath, HostName } from '../../model/names.ts';
import { remembered } from '../../model/work/remembered.ts';
import type { Plan } from '../../model/plan/plan.ts';
import type { Action, FileSpec, Step } from '../../model/plan/step.ts';
import type { SurveyRequest } from '../../transport/port.ts';
import { HISTORY, JOBS, LOCKS, RECEIPTS } from '../../model/stored-formats.ts';

/** Returns one query for all facts that the plan needs about a machine. @param hosts the hosts of the machine */
export function surveyRequestFor(plan: Plan, hosts: readonly HostName[]): SurveyRequest {
  const steps = [...new Set(hosts.flatMap((host) => stepsOn(plan, host)))];
  const actions = steps.map((step) => step.action);
  const files = distinctPaths(actions.flatMap(filesOf));
  const observed = actions.flatMap((action) => (action.kind === 'remember' ? [action.path] : []));
  const facts = hosts.flatMap((host) => factsProbes(plan, host));
  return {
    cluster: plan.cluster,
    files: [
      ...files.map(({ path, want }) => ({
        path,
        ...(typeof want === 'object' && 'marker' in want ? { marker: want.marker } : {}),
      })),
      ...observed.filter((path) => !files.some((file) => file.path === path)).map((path) => ({ path })),
    ],
    paths: [...new Set(actions.flatMap(pathsOf))],
    guards: steps.flatMap(guardOf),
    disks: [...new Set(facts.flatMap((probe) => probe.disks))],
    directories: [...new Set([...STORED_IN, ...actions.flatMap(directoriesOf)])],
    names: [...new Set(facts.flatMap((probe) => probe.names))],
    packages: [...new Set(facts.flatMap((probe) => probe.packages ?? []))],
  };
}

/** Hosts of one machine may write the same file, such as the names in /etc/hosts. */
function distinctPaths(files: readonly FileSpec[]): readonly FileSpec[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

/** Directories to which each run that changes a host writes. */
export const STORED_IN: readonly AbsolutePath[] = [LOCKS, RECEIPTS, JOBS, directoryOf(HISTORY)];

/** Directories to which an action writes files. */
export function directoriesOf(action: Action): readonly AbsolutePath[] {
  if (action.kind === 'artifact') return action.uploads.map(({ path }) => directoryOf(path));
  return filesOf(action).flatMap(({ path, want }) => (want === 'absent' ? [] : [directoryOf(path)]));
}

function directoryOf(path: AbsolutePath): AbsolutePath {
  return `/${path.slice(1, path.lastIndexOf('/'))}`;
}

/** Every step of the plan that may run on this host, including steps before an operation and repair steps. */
export function stepsOn(plan: Plan, host: HostName): readonly Step[] {
  return stepsByHost(plan).get(host) ?? [];
}

/** The steps of each plan are sorted once, because every host of a large cluster asks for its own. */
const stepsByHost = remembered(({ phases }: Plan): ReadonlyMap<HostName, readonly Step[]> => {
  const steps = new Map<HostName, Step[]>();
  for (const step of phases.flatMap(({ lanes }) => lanes.flatMap((lane) => lane.steps.flatMap(withNested))))
    for (const host of typeof step.host === 'string' ? [step.host] : step.host.anyOf)
      addTo(steps, host, step);
  return steps;
});

function addTo<Item>(lists: Map<HostName, Item[]>, host: HostName, item: Item): void {
  const list = lists.get(host) ?? [];
  list.push(item);
  lists.set(host, list);
}

function withNested(step: Step): readonly Step[] {
  const nested = [...(step.before ?? []), ...(step.action.kind === 'job' ? step.action.repair : [])];
  return [step, ...nested.flatMap(withNested)];
}

function filesOf(action: Action): readonly FileSpec[] {
  return action.kind === 'files' ? action.files : [];
}

function pathsOf(action: Action): SurveyRequest['paths'] {
  switch (action.kind) {
    case 'files':
      return action.files.flatMap((file) => (file.neededUntil ? [file.neededUntil] : []));
    case 'artifact':
      return [...action.uploads.map(({ path }) => path), ...(action.neededUntil ? [action.neededUntil] : [])];
    case 'job':
      return [action.marker];
    case 'run':
    case 'remember':
    case 'forget':
      return [];
  }
}

function guardOf(step: Step): SurveyRequest['guards'] {
  const { action } = step;
  const unless = action.kind === 'run' || action.kind === 'job' ? action.unless : undefined;
  return typeof unless === 'object' && 'command' in unless ? [{ id: step.id, command: unless.command }] : [];
}

/** The facts that the gates of a plan need about a host. */
export function factsProbes(plan: Plan, host: HostName): readonly FactsProbe[] {
  return factsByHost(plan).get(host) ?? [];
}

type FactsProbe = Extract<Probe, { kind: 'facts' }>;

const factsByHost = remembered(({ phases }: Plan): ReadonlyMap<HostName, readonly FactsProbe[]> => {
  const facts = new Map<HostName, FactsProbe[]>();
  for (const { host, probes } of phases.flatMap(({ gates }) => gates.flatMap(({ queries }) => queries)))
    for (const probe of Object.values(probes)) if (probe.kind === 'facts') addTo(facts, host, probe);
  return facts;
});
