import { command } from '../command.ts';
import { PLANNING } from '../options.ts';

export const validate = command({
  name: 'validate',
  text: 'Check an inventory, its certificates and secrets; no host is asked',
  flags: PLANNING,
  load: async () => (await import('../work/validate.ts')).validate,
});
