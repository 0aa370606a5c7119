import { command } from '../arguments/command.ts';
import { CHECK_EXITS } from '../arguments/exits.ts';
import { CHECK_FLAGS } from '../arguments/flags.ts';

export const checkCommand = command({
  name: 'check',
  summary: 'Check that the hosts are ready for a change',
  exits: CHECK_EXITS,
  examples: [
    ['inventory.yaml', 'Check all hosts before the first deploy'],
    ['inventory.yaml --fix', 'Also fix what can be fixed without a decision'],
  ],
  flags: CHECK_FLAGS,
  load: async () => (await import('../inspect/check.ts')).check,
});
