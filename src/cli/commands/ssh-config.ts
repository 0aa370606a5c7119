import { command } from '../arguments/command.ts';
import { CHECKED_EXITS } from '../arguments/exits.ts';
import { OUTPUT_FLAGS } from '../arguments/flags.ts';
import { INVENTORY_AND_ANY_HOST } from '../arguments/positionals.ts';

export const sshConfigCommand = command({
  name: 'ssh-config',
  summary: 'Show the effective SSH settings of the hosts, and where each is set (offline)',
  exits: { ...CHECKED_EXITS, 3: 'the OpenSSH client rejects its configuration' },
  examples: [
    ['inventory.yaml', 'Show the settings of all hosts'],
    ['inventory.yaml db1', 'Show the settings of one host'],
  ],
  flags: OUTPUT_FLAGS,
  positionals: INVENTORY_AND_ANY_HOST,
  load: async () => (await import('../inspect/ssh-config.ts')).showSshConfig,
});
