import { EXIT, RefusedError } from '../../errors/errors.ts';
import { inspect } from '../../execute/execute.ts';
import type { Comparison } from '../../plan/compare.ts';
import { planText } from '../../report/plan-text.ts';
import type { ArgsOf, Work } from '../command.ts';
import { forecastsOf } from '../forecast.ts';
import { lookAtHosts } from '../look.ts';
import type { CONNECTING, OFFLINE } from '../options.ts';
import { prepare } from '../prepare.ts';
import type { Prepared } from '../prepare.ts';

type PlanArgs = ArgsOf<typeof CONNECTING & typeof OFFLINE>;

/**
 * @returns 0 for nothing to do (and for `--offline`, which cannot know), 10 when deploy would change something
 * @throws RefusedError when deploy would refuse to begin
 */
export const plan: Work<PlanArgs> = async (args, edges) => {
  const prepared = await prepare(args, edges);
  for (const text of prepared.warnings) edges.io.stderr.write(edges.mask.text(`warning: ${text}\n`));
  const comparison = args.offline
    ? undefined
    : await lookAtHosts({ command: 'plan', prepared, args }, edges, (env) => inspect(prepared.plan, env));
  const text = args.output === 'json' ? jsonText(prepared, comparison) : planLines(prepared, comparison);
  edges.io.stdout.write(edges.mask.text(`${text}\n`));
  if (comparison && comparison.refusals.length > 0) throw new RefusedError(comparison.refusals);
  return comparison && !comparison.nothingToDo ? EXIT.somethingToDo : EXIT.done;
};

function planLines({ plan: whole }: Prepared, comparison?: Comparison): string {
  if (!comparison) return planText(whole);
  const changes = comparison.nothingToDo ? 'Nothing to do.' : 'deploy would change what is marked.';
  return `${planText(whole, forecastsOf(comparison))}\n\n${changes}`;
}

/** The plan as data; secrets mask themselves. */
function jsonText({ plan: whole }: Prepared, comparison?: Comparison): string {
  return JSON.stringify({
    plan: whole,
    ...(comparison && { nothingToDo: comparison.nothingToDo, steps: forecastsOf(comparison) }),
  });
}
