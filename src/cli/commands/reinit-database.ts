import { changeCommand } from '../arguments/command.ts';
import { hostNames, OPERATION_FLAGS } from '../arguments/flags.ts';
import { INVENTORY_AND_DATABASE } from '../arguments/positionals.ts';

export const reinitDatabaseCommand = changeCommand({
  name: 'reinit-database',
  summary: "Reinitialize a standby with the leader's data",
  examples: [
    ['inventory.yaml db3', 'Reinitialize the standby db3'],
    ['inventory.yaml db3 --down db2', 'Reinitialize it while db2 is down'],
  ],
  flags: OPERATION_FLAGS,
  positionals: INVENTORY_AND_DATABASE,
  change: ({ name, down }) => ({ kind: 'reinit', name, down: hostNames(down) }),
  playbook: 'reinit-database',
  subject: 'name',
  rehearsedFlags: [],
  load: async () => (await import('../change/change-members.ts')).reinitDatabase,
});
