import { command } from '../arguments/command.ts';
import { CONNECTING, FORESEEING } from '../arguments/flags.ts';

export const plan = command({
  name: 'plan',
  summary: 'Show what deploy would change',
  flags: { ...CONNECTING, ...FORESEEING },
  load: async () => (await import('../inspect/plan.ts')).plan,
});
