import { command } from '../arguments/command.ts';
import { MEMBER, DOWN, RUNNING } from '../arguments/flags.ts';

export const reinitDatabase = command({
  name: 'reinit-database',
  text: 'Have a standby copy the data of the leader anew',
  flags: { ...RUNNING, ...DOWN },
  words: MEMBER,
  load: async () => (await import('../change/reinit-database.ts')).reinitDatabase,
});
