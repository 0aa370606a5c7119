import { changeCommand } from '../arguments/command.ts';
import { DEPLOY_FLAGS } from '../arguments/flags.ts';

export const deployCommand = changeCommand({
  name: 'deploy',
  summary: 'Deploy the cluster as the inventory describes it',
  examples: [
    ['inventory.yaml', 'Deploy the whole cluster, or resume an interrupted deploy'],
    ['inventory.yaml --plan change.plan', 'Apply exactly the saved plan'],
  ],
  flags: DEPLOY_FLAGS,
  change: () => ({ kind: 'deploy' }),
  playbook: 'deploy',
  subject: 'none',
  rehearsedFlags: 'without --command',
  load: async () => (await import('../change/deploy.ts')).deploy,
});
