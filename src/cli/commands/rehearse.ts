import { command } from '../arguments/command.ts';
import { CHANGE_EXITS } from '../arguments/exits.ts';
import { REHEARSE_FLAGS } from '../arguments/flags.ts';

export const rehearseCommand = command({
  name: 'rehearse',
  summary: 'Run the playbook on simulated hosts; no real host is contacted',
  exits: CHANGE_EXITS,
  examples: [
    ['inventory.yaml', 'Rehearse a deploy'],
    ['inventory.yaml --command "remove-broker rabbit3"', 'Rehearse the removal of a broker'],
  ],
  flags: REHEARSE_FLAGS,
  load: async () => (await import('../rehearse/rehearse.ts')).rehearse,
});
