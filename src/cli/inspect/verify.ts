import { checkAllGates as queryGates } from '../../execute/execute.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { CommandHandler } from '../arguments/command.ts';
import type { CONNECT_FLAGS } from '../arguments/flags.ts';
import { conductRun } from '../run/conduct-run.ts';
import { prepare } from '../run/prepare.ts';

export const verify: CommandHandler<ArgumentsOf<typeof CONNECT_FLAGS>> = async (args, edges) => {
  const { exitCode } = await conductRun(
    {
      command: 'verify',
      args,
      load: () => prepare(args, edges),
      work: ({ plan }, env) => queryGates(plan, env),
    },
    edges,
  );
  return exitCode;
};
