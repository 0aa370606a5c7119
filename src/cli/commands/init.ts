import { command } from '../arguments/command.ts';
import { INITIATING } from '../arguments/options.ts';

export const init = command({
  name: 'init',
  text: 'Make an inventory with its certificates and secrets',
  flags: INITIATING,
  words: { directory: { describe: 'Where to put them' } },
  load: async () => (await import('../init/init.ts')).init,
});
