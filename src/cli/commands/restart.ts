import { changeCommand } from '../arguments/command.ts';
import { hostNames, RESTART_FLAGS, roleOf } from '../arguments/flags.ts';

export const restartCommand = changeCommand({
  name: 'restart',
  summary: 'Restart the members one at a time',
  examples: [
    ['inventory.yaml', 'Restart all members, one at a time'],
    ['inventory.yaml --role broker', 'Restart the brokers'],
  ],
  flags: RESTART_FLAGS,
  change: ({ role, fromStart, down }) => ({
    kind: 'restart',
    role: role === undefined ? 'all' : roleOf(role),
    fromStart,
    down: hostNames(down),
  }),
  playbook: 'restart',
  subject: 'role',
  rehearsedFlags: ['role'],
  load: async () => (await import('../change/restart.ts')).restart,
});
