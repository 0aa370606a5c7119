import { command } from '../arguments/command.ts';
import { PLANNING } from '../arguments/flags.ts';

export const validate = command({
  name: 'validate',
  summary: 'Check an inventory, its certificates and secrets (offline)',
  flags: PLANNING,
  load: async () => (await import('../inspect/validate.ts')).validate,
});
