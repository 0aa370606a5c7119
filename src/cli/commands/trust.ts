import { command } from '../arguments/command.ts';
import { TRUST_EXITS } from '../arguments/exits.ts';
import { TRUST_FLAGS } from '../arguments/flags.ts';

export const trustCommand = command({
  name: 'trust',
  summary: 'Record the keys of the hosts in known_hosts',
  exits: TRUST_EXITS,
  examples: [
    ['inventory.yaml', 'Show the keys of new hosts, and ask before recording them'],
    ['inventory.yaml --yes', 'Record them without asking'],
  ],
  flags: TRUST_FLAGS,
  load: async () => (await import('../inspect/trust.ts')).trust,
});
