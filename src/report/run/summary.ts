import { EXIT } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { formatDuration } from '../../model/duration.ts';
import { printable, type Rendered } from '../../model/rendered.ts';
import { renderProblems, type ProblemView } from '../problems.ts';
import type { Failure, RunState } from './state.ts';
import { hang, PLAIN, TEXT_WIDTH } from '../text.ts';

const AGAIN = 'Run the same command again to resume; steps that are up to date are skipped.';
const REHEARSE_AGAIN =
  'Every rehearsal starts with new simulated hosts, so the same rehearsal ends the same way.';
const SAVE_AGAIN =
  'The saved plan is good for one run. Save a new one (plan --save); steps that are up to date are skipped.';

/**
 * Prints the end of a run: the failed steps with the last lines of their output, the commands that hosts require, the
 * closing lines, and the outcome. Empty until the run has finished.
 */
export function summarize(state: RunState, view: ProblemView = {}): string {
  const { finished } = state;
  const { width = TEXT_WIDTH } = view;
  if (!finished) return '';
  const parts = [
    renderProblems(allProblems(state, finished.problems), view),
    finished.requires.flatMap(({ host, note }) => hang(`${host}: `, note, width)).join('\n'),
    closingLines(state, finished.closing).join('\n'),
    outcomeText(state, view).join('\n'),
  ];
  return parts.filter(Boolean).join('\n\n');
}

/** The closing lines. Those of a rehearsal state that no real host has this state. */
function closingLines({ rehearsal }: RunState, closing: readonly Rendered[]): readonly string[] {
  return closing.map((line) => (rehearsal ? `simulated: ${printable(line)}` : printable(line)));
}

/** The failed steps with the last output of their hosts, then the other problems of the run. */
function allProblems(state: RunState, problems: readonly Problem[]): readonly Problem[] {
  const ofSteps = state.failures.map(problemOf);
  const known = new Set(ofSteps.map(({ where, what }) => `${where ?? ''}\n${what}`));
  return [...ofSteps, ...problems.filter(({ where, what }) => !known.has(`${where ?? ''}\n${what}`))];
}

function problemOf({ host, title, step, outcome, lines, note, problem }: Failure): Problem {
  const how = note ?? (outcome === 'failed' ? 'failed' : 'outcome unknown');
  const own = problem ?? { where: host, what: `${title}: ${how} (${step})` };
  return (own.lines ?? !lines.length) ? own : { ...own, lines };
}

function outcomeText(state: RunState, { paint = PLAIN, width }: ProblemView): readonly string[] {
  const { finished, command, cluster, rehearsal } = state;
  if (!finished) return [];
  const sums = outcomeCounts(state, finished);
  const took = formatDuration(finished.ms);
  const how = rehearsal
    ? `simulated run ${finished.outcome} in ${took} of simulated time`
    : `${finished.outcome} in ${took}`;
  const line = `${command} ${cluster}: ${how}: ${sums}`;
  // Programs search a log for this line, so it is wrapped on a terminal only.
  const lines = width === undefined ? [line] : hang('', line, width);
  if (finished.outcome === 'done') return lines;
  const started = state.phases.some(({ status }) => status !== 'waiting');
  // A refused run is refused again until the operator has fixed its problem.
  return [
    ...lines.map(paint.bad),
    ...(started && finished.exitCode !== EXIT.refused ? hang('', againText(state), width ?? TEXT_WIDTH) : []),
  ];
}

/** Counts a refused step as refused, not as failed. */
function outcomeCounts(state: RunState, { counts, refused = 0 }: NonNullable<RunState['finished']>): string {
  const { changed, unchanged, failed } = counts;
  const unreachable = new Set([...state.notConnected, ...Object.keys(state.lost)]).size;
  return [
    `${changed} changed, ${unchanged} unchanged, ${Math.max(0, failed - refused)} failed`,
    ...(refused > 0 ? [`${refused} refused`] : []),
    ...(unreachable > 0 ? [`${unreachable} unreachable`] : []),
  ].join(', ');
}

function againText({ rehearsal, savedPlan }: RunState): string {
  if (rehearsal) return REHEARSE_AGAIN;
  return savedPlan ? SAVE_AGAIN : AGAIN;
}
