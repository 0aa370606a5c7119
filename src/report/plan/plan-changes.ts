import { formatDuration } from '../../model/duration.ts';
import type {
  Consequence,
  Disruption,
  Estimate,
  FileForecast,
  PlanForecast,
  StepForecast,
} from '../../model/plan/forecast.ts';
import type { Plan } from '../../model/plan/plan.ts';
import { disruptionLines } from './disruptions.ts';
import { MARKS } from './plan-lines.ts';
import { count, hang } from '../text.ts';

const WIDTH = 80;

interface PlanChanges {
  readonly plan: Plan;
  readonly forecast: PlanForecast;
  /** The command that the plan is for. */
  readonly command: string;
  /** Absent if there is nothing to do. */
  readonly estimate?: Estimate;
  readonly disruptions: readonly Disruption[];
  /** True if the command would refuse to start; the reason is printed elsewhere. */
  readonly refused: boolean;
}

/**
 * Prints the changes of a command by phase: the steps that are not up to date, with files as diffs, then the services,
 * the disrupted members, the gates and the estimated time. The secrets in its input are already masked.
 * @param verbose also print the text of new files
 */
export function planChanges(
  { plan, forecast, command, estimate, disruptions, refused }: PlanChanges,
  { verbose }: { readonly verbose: boolean },
): string {
  const { steps } = forecast;
  const parts = [
    [head(plan, steps)],
    ...plan.phases.map(({ id, title }) => {
      const open = steps.filter(({ phase, mark }) => phase === id && mark !== 'up-to-date');
      return open.length === 0 ? [] : [`${id}: ${title}`, ...hostsOf(open, verbose)];
    }),
    servicesLines(forecast.consequences),
    disruptions.length > 0 ? ['disrupted members, in this order', ...disruptionLines(disruptions)] : [],
    gatesLines(forecast),
    estimate ? estimateLines(estimate) : [],
    closing(refused ? `${command} would refuse to start.` : changes(forecast, command), steps),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

const SUMS: Readonly<Record<StepForecast['mark'], string>> = {
  change: 'to change',
  'up-to-date': 'up to date',
  requires: 'require another command',
  'decided-at-run-time': 'decided at run time',
};

function head({ playbook, cluster, hosts }: Plan, steps: readonly StepForecast[]): string {
  const sums = (['change', 'up-to-date', 'decided-at-run-time', 'requires'] as const).flatMap((mark) => {
    const many = steps.filter((step) => step.mark === mark).length;
    return many > 0 ? [`${many} ${SUMS[mark]}`] : [];
  });
  const what = `${count(hosts.length, 'host')}, ${count(steps.length, 'step')}: ${sums.join(', ')}`;
  return hang('', `${playbook} ${cluster}: ${what}`, WIDTH).join('\n');
}

function hostsOf(steps: readonly StepForecast[], verbose: boolean): readonly string[] {
  const hosts = [...new Set(steps.map(({ host }) => host))];
  return hosts.flatMap((host) => [
    `  ${host}`,
    ...steps.filter((step) => step.host === host).flatMap((step) => stepLines(step, verbose)),
  ]);
}

function stepLines({ mark, title, note, files }: StepForecast, verbose: boolean): readonly string[] {
  return [
    `    ${MARKS[mark]} ${title}`,
    ...(note ? hang('        ', note, WIDTH) : []),
    ...files.flatMap((file) => fileLines(file, verbose).map((line) => `        ${line}`)),
  ];
}

/** Shows the text of a new file only with `verbose`. */
function fileLines({ path, change, notes, diff }: FileForecast, verbose: boolean): readonly string[] {
  const shown = change === 'new' && !verbose ? [] : diff;
  const hidden = shown.length === 0 && diff.length > 0 ? [count(diff.length - 1, 'line')] : [];
  return [`${change} ${path}${[...hidden, ...notes].map((note) => `: ${note}`).join('')}`, ...shown];
}

const EFFECTS: Readonly<Record<Consequence['effect'], string>> = {
  install: 'is installed',
  reload: 'reloads',
  restart: 'restarts',
  start: 'starts',
  stop: 'stops',
  remove: 'is removed from the cluster',
  switchover: 'steps down as leader',
};

function servicesLines(consequences: readonly Consequence[]): readonly string[] {
  if (consequences.length === 0) return [];
  return [
    'services',
    ...consequences.map(({ host, service, effect }) => `  ${host}: ${service} ${EFFECTS[effect]}`),
  ];
}

function gatesLines({ gates, notBootstrapped }: PlanForecast): readonly string[] {
  if (gates.length === 0) return [];
  return [
    'gates',
    ...gates.map(({ phase, gate }) => `  ${gate}, after ${phase}`),
    ...notBootstrapped.map(
      (service) => `  once these gates have passed, the ${service} cluster counts as bootstrapped`,
    ),
  ];
}

/** The expected duration, and the runs that it is estimated from. */
export function estimateLines({ runs, ms, unknown }: Estimate): readonly string[] {
  if (runs === 0) return ['time: unknown, because there is no earlier run'];
  const known = `about ${formatDuration(ms)}, estimated from ${count(runs, 'earlier run')}`;
  if (unknown.length === 0) return [`time: ${known}`];
  const shown = unknown.slice(0, 3).join(', ');
  const others = unknown.length > 3 ? ` and ${unknown.length - 3} more` : '';
  return hang('time: ', `${known}; plus steps that no earlier run contains: ${shown}${others}`, WIDTH);
}

function changes({ nothingToDo }: PlanForecast, command: string): string {
  return nothingToDo ? 'Nothing to do.' : `${command} would change the steps marked +.`;
}

function closing(sentence: string, steps: readonly StepForecast[]): readonly string[] {
  const owing = new Set(steps.flatMap(({ mark, host }) => (mark === 'requires' ? [host] : [])));
  const require = owing.size === 1 ? 'requires' : 'require';
  return [
    owing.size > 0
      ? `${sentence} ${count(owing.size, 'host')} ${require} another command (marked !).`
      : sentence,
  ];
}
