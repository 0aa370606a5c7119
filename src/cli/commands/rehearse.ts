import { command } from '../arguments/command.ts';
import { PLANNING, REHEARSING } from '../arguments/flags.ts';

export const rehearse = command({
  name: 'rehearse',
  summary: 'Run the playbook on simulated hosts; no real host is contacted',
  flags: { ...PLANNING, ...REHEARSING },
  load: async () => (await import('../rehearse/rehearse.ts')).rehearse,
});
