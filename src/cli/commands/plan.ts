import { command } from '../command.ts';
import { CONNECTING, FORESEEING } from '../options.ts';

export const plan = command({
  name: 'plan',
  text: 'Show what deploy would do',
  flags: { ...CONNECTING, ...FORESEEING },
  load: async () => (await import('../work/plan.ts')).plan,
});
