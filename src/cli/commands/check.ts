import { command } from '../arguments/command.ts';
import { CHECK_FLAGS } from '../arguments/flags.ts';

export const checkCommand = command({
  name: 'check',
  summary: 'Check that the hosts are ready for a change',
  flags: CHECK_FLAGS,
  load: async () => (await import('../inspect/check.ts')).check,
});
