import { command } from '../arguments/command.ts';
import { DEPLOY_FLAGS } from '../arguments/flags.ts';

export const deployCommand = command({
  name: 'deploy',
  summary: 'Deploy the cluster as the inventory describes it',
  flags: DEPLOY_FLAGS,
  load: async () => (await import('../change/deploy.ts')).deploy,
});
