import { command } from '../arguments/command.ts';
import { CONNECT_FLAGS } from '../arguments/flags.ts';

export const verifyCommand = command({
  name: 'verify',
  summary: 'Check every gate once',
  flags: CONNECT_FLAGS,
  load: async () => (await import('../inspect/verify.ts')).verify,
});
