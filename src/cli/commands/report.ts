import { command } from '../arguments/command.ts';
import { FILE_EXITS } from '../arguments/exits.ts';
import { OUTPUT_FLAGS } from '../arguments/flags.ts';
import { INVENTORY_AND_RUN } from '../arguments/positionals.ts';

export const reportCommand = command({
  name: 'report',
  summary: 'Write the HTML page of a run and open it',
  exits: FILE_EXITS,
  examples: [
    ['inventory.yaml', 'Show the newest run'],
    ['inventory.yaml 20261122T085201Z-deploy', 'Show this run'],
  ],
  flags: OUTPUT_FLAGS,
  positionals: INVENTORY_AND_RUN,
  load: async () => (await import('../run/report.ts')).report,
});
