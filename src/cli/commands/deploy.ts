import { command } from '../command.ts';
import { CONNECTING, DEPLOYING } from '../options.ts';

export const deploy = command({
  name: 'deploy',
  text: 'Build the cluster, or bring it back to what the inventory says',
  flags: { ...CONNECTING, ...DEPLOYING },
  load: async () => (await import('../work/deploy.ts')).deploy,
});
