import { verify as askGates } from '../../execute/execute.ts';
import type { ArgsOf, Work } from '../arguments/command.ts';
import type { CONNECTING } from '../arguments/flags.ts';
import { conductRun } from '../run/conduct-run.ts';

export const verify: Work<ArgsOf<typeof CONNECTING>> = (args, edges) =>
  conductRun({ command: 'verify', args, start: askGates }, edges);
