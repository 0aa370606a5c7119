import { command } from '../arguments/command.ts';
import { READ_EXITS } from '../arguments/exits.ts';
import { STATUS_FLAGS } from '../arguments/status-flags.ts';

export const statusCommand = command({
  name: 'status',
  summary: 'Show the hosts, their components and all gates',
  exits: READ_EXITS,
  examples: [
    ['inventory.yaml', 'Show what every host reports'],
    ['inventory.yaml --output json', 'Report it for a program'],
  ],
  flags: STATUS_FLAGS,
  load: async () => (await import('../inspect/status.ts')).status,
});
