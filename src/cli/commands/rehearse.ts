import { command } from '../command.ts';
import { PLANNING, REHEARSING } from '../options.ts';

export const rehearse = command({
  name: 'rehearse',
  text: 'Try the playbook on simulated hosts; none of yours is touched',
  flags: { ...PLANNING, ...REHEARSING },
  load: async () => (await import('../work/rehearse.ts')).rehearse,
});
