import { command } from '../arguments/command.ts';
import { PLANNING } from '../arguments/flags.ts';

export const validate = command({
  name: 'validate',
  text: 'Check an inventory, its certificates and secrets; no host is asked',
  flags: PLANNING,
  load: async () => (await import('../inspect/validate.ts')).validate,
});
