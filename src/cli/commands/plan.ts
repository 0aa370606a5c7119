import { command } from '../command.ts';
import { CONNECTING, OFFLINE } from '../options.ts';

export const plan = command({
  name: 'plan',
  text: 'Show what deploy would do',
  flags: { ...CONNECTING, ...OFFLINE },
  load: async () => (await import('../work/plan.ts')).plan,
});
