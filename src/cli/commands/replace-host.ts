import { changeCommand } from '../arguments/command.ts';
import { hostNames, REPLACE_FLAGS } from '../arguments/flags.ts';
import { INVENTORY_AND_HOST } from '../arguments/positionals.ts';

export const replaceHostCommand = changeCommand({
  name: 'replace-host',
  summary: 'Replace a host that is down, with every role on its machine',
  examples: [
    ['inventory.yaml db3', 'Replace db3 by an empty machine with the same address'],
    ['inventory.yaml db3 --address 10.0.0.23', 'Replace db3 by a machine with another address'],
  ],
  flags: REPLACE_FLAGS,
  positionals: INVENTORY_AND_HOST,
  change: ({ name, address, down }) => ({ kind: 'replace', name, address, down: hostNames(down) }),
  playbook: {
    database: 'replace-database',
    broker: 'replace-broker',
    manager: 'replace-manager',
    load_balancer: 'replace-load-balancer',
    machine: 'replace-machine',
  },
  subject: 'name',
  rehearsedFlags: ['address'],
  load: async () => (await import('../change/change-members.ts')).replaceHost,
});
