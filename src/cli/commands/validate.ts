import { command } from '../arguments/command.ts';
import { CHECKED_EXITS } from '../arguments/exits.ts';
import { PLAYBOOK_FLAGS } from '../arguments/flags.ts';

export const validateCommand = command({
  name: 'validate',
  summary: 'Check an inventory, its certificates and secrets (offline)',
  exits: CHECKED_EXITS,
  examples: [
    ['inventory.yaml', 'Report everything that is wrong at once'],
    ['inventory.yaml --output json', 'Report it for a program'],
  ],
  flags: PLAYBOOK_FLAGS,
  load: async () => (await import('../inspect/validate.ts')).validateInventory,
});
