import { changeCommand } from '../arguments/command.ts';
import { hostNames, OPERATION_FLAGS } from '../arguments/flags.ts';

export const reconfigureCommand = changeCommand({
  name: 'reconfigure',
  summary: 'Apply changed settings that need a restart',
  examples: [
    ['inventory.yaml', 'Restart the members whose settings changed, one at a time'],
    ['inventory.yaml --dry-run', 'Show these members and change nothing'],
  ],
  flags: OPERATION_FLAGS,
  change: ({ down }) => ({ kind: 'reconfigure', down: hostNames(down) }),
  playbook: 'reconfigure',
  subject: 'none',
  rehearsedFlags: [],
  load: async () => (await import('../change/change-members.ts')).reconfigure,
});
