import type { Problem } from '../../errors/errors.ts';
import { renderProblems } from '../../report/problems.ts';
import { problemWidth } from './io.ts';
import type { Edges } from '../program-environment.ts';

/** Prints problems that do not end a command, such as the hosts that it could not query, to stderr. */
export function printProblems(
  problems: readonly Problem[],
  { inventory }: { readonly inventory: string },
  { io, again }: Pick<Edges, 'io' | 'again'>,
): void {
  io.stderr.write(`${renderProblems(problems, { inventory, again, width: problemWidth(io) })}\n`);
}
