import { command } from '../arguments/command.ts';
import { PLANNING, REHEARSING } from '../arguments/flags.ts';

export const rehearse = command({
  name: 'rehearse',
  text: 'Try the playbook on simulated hosts; none of yours is touched',
  flags: { ...PLANNING, ...REHEARSING },
  load: async () => (await import('../rehearse/rehearse.ts')).rehearse,
});
