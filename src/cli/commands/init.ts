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
      'prod --name prod --databases 10.0.0.11,10.0.0.12,10.0.0.13',
      'Give the name and the databases, and answer the other questions',
    ],
  ],
  flags: INIT_FLAGS,
  positionals: { directory: { describe: 'Directory to create the files in', completes: 'directory' } },
  load: async () => (await import('../init/init.ts')).init,
});
