import { command } from '../arguments/command.ts';
import { REPORTING } from '../arguments/flags.ts';

export const certificatesCheck = command({
  name: 'check',
  summary: 'Check every certificate and show the days left',
  flags: REPORTING,
  load: async () => (await import('../certificates/check.ts')).checkCertificates,
});
