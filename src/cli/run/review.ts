import { EXIT, QuorateError, UsageError } from '../../errors/errors.ts';
import { mayDisrupt } from '../../execute/safety/disruptions.ts';
import type { Change } from '../../model/change.ts';
import { runAgain } from '../../model/next-step.ts';
import type { Plan } from '../../model/plan/plan.ts';
import { disruptionLines } from '../../report/plan/disruptions.ts';
import { estimateLines } from '../../report/plan/plan-changes.ts';
import { warningText } from '../../report/text.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { CHANGE_FLAGS } from '../arguments/flags.ts';
import { withJsonProblems } from '../inspect/json-problems.ts';
import { readHosts, readThrough } from '../inspect/read-hosts.ts';
import type { UnwrittenCertificate } from '../certificates/issue-missing.ts';
import type { Edges } from '../program-environment.ts';
import type { Review } from './conduct-run.ts';
import type { Prepared } from './prepare.ts';
import { prompt } from '../terminal/prompt.ts';
import {
  comparedPlan,
  comparedPlanText,
  planJson,
  printLocks,
  reportRefusal,
  type ComparedPlan,
} from './compared-plan.ts';

/** A call of a command that changes hosts. */
interface Reviewed {
  readonly command: string;
  readonly subject: string | undefined;
  readonly args: ArgumentsOf<typeof CHANGE_FLAGS>;
}

/**
 * Shows the plan of a command, compared with the hosts, and changes nothing.
 * @param load loads the plan without editing any file
 * @returns 0 if there is nothing to do, 10 if there is, 7 if the command would refuse to start
 */
export function showPlan(call: Reviewed, load: () => Promise<Prepared>, edges: Edges): Promise<number> {
  const show = withJsonProblems<Reviewed['args']>(async (args) => {
    const { io, mask } = edges;
    const prepared = await load();
    printWarnings(prepared, edges);
    const compared = await readHosts({ command: call.command, prepared, args }, edges, (env) =>
      comparedPlan(prepared, env),
    );
    printLocks(compared, call.command, edges);
    const { plan } = prepared;
    const text =
      args.output === 'json'
        ? planJson(plan, compared, prepared.unwritten)
        : [
            comparedPlanText(plan, compared, { ...call, ...args }),
            ...certificateLines(prepared.unwritten),
          ].join('\n');
    io.stdout.write(`${mask.text(text)}\n`);
    return reportRefusal(compared, args, edges);
  });
  return show(call.args, edges, []);
}

function printWarnings({ warnings }: Prepared, { io, mask }: Edges): void {
  for (const text of warnings) io.stderr.write(`${mask.text(warningText(text))}\n`);
}

/** Commands that always disrupt, remove or replace a member, so that a program has to agree before they start. */
const ALWAYS: readonly Change['kind'][] = ['remove', 'replace', 'restart', 'switchover', 'reinit'];

/**
 * Shows which members the run disrupts, and asks the operator to agree, before anything is changed. A run that would be
 * refused is refused before the question.
 */
export function reviewOf(call: Reviewed & { readonly kind: Change['kind'] }, edges: Edges): Review {
  const { args, kind } = call;
  return {
    require: () => {
      if (ALWAYS.includes(kind)) requireAnswer(call, edges);
    },
    agree: async (prepared, access) => {
      if (!(ALWAYS.includes(kind) || mayDisrupt(prepared.plan))) return true;
      const reading = { command: call.command, prepared, args };
      const read = () => readThrough(access, { reading, edges }, (env) => comparedPlan(prepared, env));
      if (args.yes) return printAgreed(call, { prepared, read }, edges);
      const compared = await read();
      if (compared.inspection.refusal) throw compared.inspection.refusal;
      if (!asks(prepared.plan, compared)) return true;
      requireAnswer(call, edges);
      printWarnings(prepared, edges);
      printLocks(compared, call.command, edges);
      const text = edges.mask.text(`${disruptionText(call, prepared, compared)}\nContinue?`);
      return (await access.asking.confirm?.(text, false)) ?? false;
    },
  };
}

/**
 * Prints on stderr which members the run disrupts, for the log of a program that has agreed with `--yes`. A refusal or an
 * unreachable host is left to the run, which records it in its journal.
 */
async function printAgreed(
  call: Reviewed,
  { prepared, read }: { readonly prepared: Prepared; readonly read: () => Promise<ComparedPlan> },
  { io, mask }: Edges,
): Promise<true> {
  const compared = await read().catch((error: unknown) => {
    if (error instanceof QuorateError && error.exitCode !== EXIT.interrupted) return undefined;
    throw error;
  });
  if (compared && !compared.inspection.refusal && asks(prepared.plan, compared))
    io.stderr.write(`${mask.text(disruptionText(call, prepared, compared))}\n`);
  return true;
}

/** @throws UsageError if the operator has not agreed yet and cannot be asked */
function requireAnswer({ command, args }: Reviewed, { io }: Edges): void {
  if (args.yes || (prompt(io).confirm && args.output !== 'json')) return;
  const why = args.output === 'json' ? 'a program reads the output' : 'there is no terminal';
  const what = `${command} disrupts members, and cannot ask for confirmation`;
  throw new UsageError([{ what, why, next: runAgain({ with: '--yes' }) }]);
}

/** False if an earlier run has done everything that would disrupt a member. */
function asks({ change }: Plan, { inspection, forecast }: ComparedPlan): boolean {
  const replaces = change.kind === 'remove' || change.kind === 'replace';
  return inspection.disruptions.length > 0 || (replaces && !forecast.nothingToDo);
}

/** The members that the run disrupts in its order, each with its vote count, and the estimated time. */
function disruptionText(
  { command, subject }: Reviewed,
  { plan: { cluster }, unwritten }: Prepared,
  { inspection, estimate }: ComparedPlan,
): string {
  const what = [command, subject, cluster].filter(Boolean).join(' ');
  const { disruptions } = inspection;
  const head =
    disruptions.length === 0
      ? `${what} disrupts no running member.`
      : `${what} disrupts these members, in this order:`;
  return [
    head,
    ...disruptionLines(disruptions),
    ...certificateLines(unwritten),
    ...(estimate ? estimateLines(estimate) : []),
  ].join('\n');
}

/** The certificates that the run issues before it contacts a host. */
function certificateLines(unwritten: readonly UnwrittenCertificate[]): readonly string[] {
  if (unwritten.length === 0) return [];
  const lines = unwritten.map(({ file, why }) => `  ${file}: ${why}`);
  return ['certificates issued by the CA on this machine', ...lines];
}
