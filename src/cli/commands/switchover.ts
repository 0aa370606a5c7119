import { changeCommand } from '../arguments/command.ts';
import { hostNames, SWITCHOVER_FLAGS } from '../arguments/flags.ts';

export const switchoverCommand = changeCommand({
  name: 'switchover',
  summary: 'Switch the database leader to a standby',
  examples: [
    ['inventory.yaml', 'Make a synchronous standby the leader'],
    ['inventory.yaml --to db2', 'Make db2 the leader'],
  ],
  flags: SWITCHOVER_FLAGS,
  change: ({ to, down }) => ({
    kind: 'switchover',
    to: to === undefined ? 'sync-standby' : { host: to },
    down: hostNames(down),
  }),
  playbook: 'switchover',
  subject: 'to',
  rehearsedFlags: ['to'],
  load: async () => (await import('../change/switchover.ts')).switchover,
});
