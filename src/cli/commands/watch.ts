import { command } from '../arguments/command.ts';
import { WATCH_EXITS } from '../arguments/exits.ts';
import { WATCH_FLAGS } from '../arguments/watch-flags.ts';

export const watchCommand = command({
  name: 'watch',
  summary: 'Serve a live page of the hosts and the newest run on this machine',
  exits: WATCH_EXITS,
  examples: [
    ['inventory.yaml', 'Print the address of the page, and read the hosts every 10 s'],
    ['inventory.yaml --interval 60', 'Read the hosts once a minute'],
  ],
  flags: WATCH_FLAGS,
  load: async () => (await import('../inspect/watch/watch.ts')).watch,
});
