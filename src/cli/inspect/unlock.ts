import { EXIT } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { inspectLocks } from '../../execute/hosts/inspect-locks.ts';
import type { Decide, HostLocks } from '../../execute/hosts/inspect-locks.ts';
import { locksTable } from '../../report/tables/locks-table.ts';
import { count } from '../../report/text.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { Edges } from '../program-environment.ts';
import { printProblems } from '../terminal/print-problems.ts';
import { withJsonProblems } from './json-problems.ts';
import { readHosts } from './read-hosts.ts';
import type { UNLOCK_FLAGS } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import { prompt } from '../terminal/prompt.ts';
import { jsonOutput } from '../terminal/json-output.ts';
import { runAgain } from '../../model/next-step.ts';

type UnlockArgs = ArgumentsOf<typeof UNLOCK_FLAGS>;

/** @returns 0 if no lock remains, 6 if a lock remains or a job runs, 3 if a host is unreachable */
export const unlock = withJsonProblems<UnlockArgs>(async (args, edges) => {
  const prepared = await prepare(args, edges);
  const { cluster } = prepared.plan;
  return readHosts({ command: 'unlock', prepared, args }, edges, (env) =>
    inspectLocks(prepared.plan, env, (...found) => printAndRemove(found, { cluster, args, edges })),
  );
});

interface At {
  readonly cluster: string;
  readonly args: UnlockArgs;
  readonly edges: Edges;
}

async function printAndRemove([held, unreachable, remove]: Parameters<Decide>, at: At): Promise<number> {
  const locked = held.filter(({ by }) => by);
  const asJson = at.args.output === 'json';
  if (!asJson) print(at, locksTable({ cluster: at.cluster, held: at.edges.mask.within(held) }));
  const removed = locked.length > 0 && !at.args.dryRun && (await agreed(locked, at));
  if (removed) await remove(locked);
  if (asJson) print(at, jsonOutput({ cluster: at.cluster, held, removed, unreachable }));
  else if (removed) print(at, `Removed from ${count(locked.length, 'host')}.`);
  if (unreachable.length > 0) printMasked(unreachable, at);
  const left = (locked.length > 0 && !removed) || held.some(({ jobs }) => jobs.length > 0);
  return unreachable.length > 0 ? EXIT.connect : left ? EXIT.locked : EXIT.done;
}

/** Asks the operator, unless `--yes` was given. */
async function agreed(locked: readonly HostLocks[], { args, edges }: At): Promise<boolean> {
  if (args.yes) return true;
  const { confirm } = prompt(edges.io);
  if (confirm && args.output !== 'json') return confirm(question(locked), false);
  const next = runAgain({ with: '--yes' });
  printMasked([{ what: 'cannot ask for confirmation; no lock removed', next }], { args, edges });
  return false;
}

function question(locked: readonly HostLocks[]): string {
  const mayRun = locked.some(({ by }) => by?.state !== 'stale');
  const warning = mayRun
    ? 'The run that holds the lock may still be active; without the lock it changes nothing more. '
    : '';
  return `${warning}Remove the lock from ${count(locked.length, 'host')}?`;
}

function print({ edges }: Pick<At, 'edges'>, text: string): void {
  edges.io.stdout.write(`${edges.mask.text(text)}\n`);
}

function printMasked(problems: readonly Problem[], { args, edges }: Pick<At, 'args' | 'edges'>): void {
  printProblems(edges.mask.within(problems), args, edges);
}
