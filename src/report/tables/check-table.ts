import type { Typed } from '../../model/next-step.ts';
import type { Problem } from '../../errors/errors.ts';
import { HOST_CHECKS } from '../../model/health/check.ts';
import type { HostCheck, CheckResult, HostCheckState } from '../../model/health/check.ts';
import type { HostName } from '../../model/names.ts';
import { renderProblem } from '../problems.ts';
import { mergeSameCause } from '../same-cause.ts';
import { columns, count } from '../text.ts';

interface Checked {
  readonly cluster: string;
  /** All hosts of the cluster, in the order of the inventory. */
  readonly hosts: readonly HostName[];
  readonly results: readonly CheckResult[];
}

const WIDTH = 80;

/** Words of the cells. */
const CELLS: Readonly<Record<HostCheckState, string>> = {
  ...{ fail: 'FAIL', warn: 'warn', unknown: '?', pass: 'ok' },
};
const WORST_FIRST: readonly HostCheckState[] = ['fail', 'warn', 'unknown', 'pass'];

const PROBLEMS: readonly HostCheckState[] = ['fail', 'warn'];

interface View extends Typed {
  /** Also prints what the checks saw that passed or could not be made. */
  readonly verbose: boolean;
}

/**
 * Prints a matrix with one row for each check and one column for each host, at most 80 columns wide, then every failure
 * and warning with its fix, once for all hosts that have it. Hosts that do not fit are in further matrices.
 */
export function checkTable({ cluster, hosts, results }: Checked, { verbose, ...typed }: View): string {
  const checks = HOST_CHECKS.filter((check) => results.some((result) => result.check === check));
  const found = (verbose ? WORST_FIRST : PROBLEMS).flatMap((state) => problemsOf(state, results));
  return [
    `cluster ${cluster}: ${count(hosts.length, 'host')}, ${tally(results)}`,
    ...blocks(hosts, checks).flatMap((block) => ['', ...matrix(block, checks, results)]),
    ...found.flatMap((problem) => ['', ...renderProblem(problem, typed)]),
  ].join('\n');
}

function tally(results: readonly CheckResult[]): string {
  const of = (state: HostCheckState) => results.filter((result) => result.state === state).length;
  return `${of('fail')} failed, ${count(of('warn'), 'warning')}, ${of('pass')} passed`;
}

/** The results with this state. Results that differ only in their host are one. */
function problemsOf(state: HostCheckState, results: readonly CheckResult[]): readonly Problem[] {
  const problems = results
    .filter((one) => one.state === state)
    .map(({ host, check, seen, cause = 'host', next }) => {
      return { where: host, what: `${check}: ${String(seen)}`, cause, ...(next && { next }) };
    });
  return mergeSameCause(problems).map((one) => ({ ...one, where: `${CELLS[state]} ${one.where}` }));
}

/** Splits the hosts so that each matrix fits the width. */
function blocks(hosts: readonly HostName[], checks: readonly HostCheck[]): readonly (readonly HostName[])[] {
  const first = Math.max(5, ...checks.map((check) => check.length));
  const result: HostName[][] = [];
  let width = Infinity;
  for (const host of hosts) {
    const own = Math.max(host.length, 4) + 2;
    if (width + own > WIDTH) {
      result.push([]);
      width = first;
    }
    result.at(-1)?.push(host);
    width += own;
  }
  return result;
}

function matrix(
  hosts: readonly HostName[],
  checks: readonly HostCheck[],
  results: readonly CheckResult[],
): readonly string[] {
  return columns([
    ['check', ...hosts],
    ...checks.map((check) => [check, ...hosts.map((host) => cell(host, check, results))]),
  ]);
}

/** The worst state of a check on a host; `-` if the check does not apply, `?` if it could not be tested or the host is unreachable. */
function cell(host: HostName, check: HostCheck, results: readonly CheckResult[]): string {
  const own = results.filter((result) => result.host === host);
  if (own.length === 0) return '?';
  const states = own.filter((result) => result.check === check).map(({ state }) => state);
  const worst = WORST_FIRST.find((state) => states.includes(state));
  return worst ? CELLS[worst] : '-';
}
