import { command } from '../arguments/command.ts';
import { RENEWING, REPORTING } from '../arguments/flags.ts';

export const certificatesCsr = command({
  name: 'csr',
  summary: 'Create keys and signing requests (CSRs) for your own CA',
  flags: { ...REPORTING, ...RENEWING },
  load: async () => (await import('../certificates/csr.ts')).requestCertificates,
});
