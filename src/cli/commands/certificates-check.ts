import { command } from '../arguments/command.ts';
import { OUTPUT_FLAGS } from '../arguments/flags.ts';

export const certificatesCheckCommand = command({
  name: 'check',
  summary: 'Check every certificate and show the days left',
  flags: OUTPUT_FLAGS,
  load: async () => (await import('../certificates/check.ts')).checkCertificates,
});
