import { command } from '../arguments/command.ts';
import { VERIFY_EXITS } from '../arguments/exits.ts';
import { CONNECT_FLAGS } from '../arguments/flags.ts';

export const verifyCommand = command({
  name: 'verify',
  summary: 'Check every gate once',
  exits: VERIFY_EXITS,
  examples: [
    ['inventory.yaml', 'Check the health of the whole cluster'],
    ['inventory.yaml --output json', 'Check it in a script'],
  ],
  flags: CONNECT_FLAGS,
  load: async () => (await import('../inspect/verify.ts')).verify,
});
