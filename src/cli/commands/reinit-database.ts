import { command } from '../arguments/command.ts';
import { MEMBER, DOWN, RUNNING } from '../arguments/flags.ts';

export const reinitDatabase = command({
  name: 'reinit-database',
  summary: "Reinitialize a standby with the leader's data",
  flags: { ...RUNNING, ...DOWN },
  positionals: MEMBER,
  load: async () => (await import('../change/reinit-database.ts')).reinitDatabase,
});
