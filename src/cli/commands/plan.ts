import { command } from '../arguments/command.ts';
import { PLAN_FLAGS } from '../arguments/flags.ts';

export const planCommand = command({
  name: 'plan',
  summary: 'Show what deploy would change',
  flags: PLAN_FLAGS,
  load: async () => (await import('../inspect/plan.ts')).plan,
});
