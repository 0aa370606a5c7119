import { execute } from '../../execute/execute.ts';
import type { ArgsOf, Work } from '../command.ts';
import type { CONNECTING } from '../options.ts';
import { conductRun } from '../run.ts';

export const deploy: Work<ArgsOf<typeof CONNECTING>> = (args, edges) =>
  conductRun({ command: 'deploy', args, start: execute }, edges);
