import { command } from '../arguments/command.ts';
import { INITIATING } from '../arguments/flags.ts';

export const init = command({
  name: 'init',
  text: 'Make an inventory with its certificates and secrets',
  flags: INITIATING,
  words: { directory: { describe: 'Where to put them' } },
  load: async () => (await import('../init/init.ts')).init,
});
