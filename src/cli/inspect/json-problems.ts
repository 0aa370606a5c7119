import { QuorateError } from '../../errors/errors.ts';
import type { Work } from '../arguments/command.ts';
import type { OutputName } from '../arguments/flags.ts';

/**
 * For commands whose answer is one text: with `--output json` what is wrong is the answer too, as
 * `{"problems": [{where, what, why, next, lines}]}` on stdout.
 */
export function withJsonProblems<A extends { readonly output: OutputName }>(work: Work<A>): Work<A> {
  return async (args, edges) => {
    try {
      return await work(args, edges);
    } catch (error) {
      if (args.output !== 'json' || !(error instanceof QuorateError)) throw error;
      const problems = edges.mask.within(error.problems);
      edges.io.stdout.write(`${JSON.stringify({ problems })}\n`);
      return error.exitCode;
    }
  };
}
