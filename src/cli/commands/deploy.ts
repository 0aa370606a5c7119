import { command } from '../arguments/command.ts';
import { CONNECTING, DEPLOYING } from '../arguments/flags.ts';

export const deploy = command({
  name: 'deploy',
  summary: 'Deploy the cluster as the inventory describes it',
  flags: { ...CONNECTING, ...DEPLOYING },
  load: async () => (await import('../change/deploy.ts')).deploy,
});
