import { command } from '../arguments/command.ts';
import { PLAN_EXITS } from '../arguments/exits.ts';
import { PLAN_FLAGS } from '../arguments/flags.ts';

export const planCommand = command({
  name: 'plan',
  summary: 'Show what deploy would change',
  exits: PLAN_EXITS,
  examples: [
    ['inventory.yaml', 'Compare the hosts with the inventory'],
    ['inventory.yaml --save change.plan', 'Save the plan for deploy --plan'],
  ],
  flags: PLAN_FLAGS,
  load: async () => (await import('../inspect/plan.ts')).plan,
});
