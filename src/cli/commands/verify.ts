import { command } from '../arguments/command.ts';
import { CONNECTING } from '../arguments/flags.ts';

export const verify = command({
  name: 'verify',
  summary: 'Check every gate once',
  flags: CONNECTING,
  load: async () => (await import('../inspect/verify.ts')).verify,
});
