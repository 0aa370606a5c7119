import { command } from '../arguments/command.ts';
import { FILE_EXITS } from '../arguments/exits.ts';
import { INIT_FLAGS } from '../init/init-flags.ts';

export const initCommand = command({
  name: 'init',
  summary: 'Create an inventory with certificates and secrets',
  exits: FILE_EXITS,
  examples: [
    ['prod', 'Ask for the hosts, then create the files in the directory prod'],
    [
      'prod --native --machines 10.0.0.11,10.0.0.12,10.0.0.13',
      "Every role on each of three machines, from the hosts' own packages",
    ],
  ],
  flags: INIT_FLAGS,
  positionals: { directory: { describe: 'Directory to create the files in', completes: 'directory' } },
  load: async () => (await import('../init/init.ts')).init,
});
