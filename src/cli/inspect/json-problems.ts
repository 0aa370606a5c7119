import { QuorateError } from '../../errors/errors.ts';
import type { CommandHandler } from '../arguments/command.ts';
import { jsonOutput } from '../terminal/json-output.ts';

/** For commands that print one result: with `--output json`, prints problems to stdout as `{"problems": [...]}`. */
export function withJsonProblems<A extends { readonly output: string }>(
  work: CommandHandler<A>,
): CommandHandler<A> {
  return async (args, edges, commands) => {
    try {
      return await work(args, edges, commands);
    } catch (error) {
      if (args.output !== 'json' || !(error instanceof QuorateError)) throw error;
      const problems = edges.mask.within(error.problems);
      edges.io.stdout.write(`${jsonOutput({ problems })}\n`);
      return error.exitCode;
    }
  };
}
