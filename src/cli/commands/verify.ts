import { command } from '../command.ts';
import { CONNECTING } from '../options.ts';

export const verify = command({
  name: 'verify',
  text: 'Ask every gate once',
  flags: CONNECTING,
  load: async () => (await import('../work/verify.ts')).verify,
});
