import { command } from '../arguments/command.ts';
import { CONNECTING, DEPLOYING } from '../arguments/flags.ts';

export const deploy = command({
  name: 'deploy',
  text: 'Build the cluster, or bring it back to what the inventory says',
  flags: { ...CONNECTING, ...DEPLOYING },
  load: async () => (await import('../change/deploy.ts')).deploy,
});
