import { command } from '../arguments/command.ts';
import { TRUST_FLAGS } from '../arguments/flags.ts';

export const trustCommand = command({
  name: 'trust',
  summary: 'Record the keys of the hosts in known_hosts',
  flags: TRUST_FLAGS,
  load: async () => (await import('../inspect/trust.ts')).trust,
});
