import { command } from '../arguments/command.ts';
import { DRIFT_EXITS } from '../arguments/exits.ts';
import { CONNECT_FLAGS } from '../arguments/flags.ts';

export const driftCommand = command({
  name: 'drift',
  summary: 'List drift from the deployed state (for cron)',
  exits: DRIFT_EXITS,
  examples: [
    ['inventory.yaml', 'Exit with 10 if a host differs from the inventory'],
    ['inventory.yaml --output json', 'List the differences for a program'],
  ],
  flags: CONNECT_FLAGS,
  load: async () => (await import('../inspect/drift.ts')).drift,
});
