import { command } from '../arguments/command.ts';
import { RENEW_FLAGS, OUTPUT_FLAGS } from '../arguments/flags.ts';

export const certificatesCsrCommand = command({
  name: 'csr',
  summary: 'Create keys and signing requests (CSRs) for your own CA',
  flags: { ...OUTPUT_FLAGS, ...RENEW_FLAGS },
  load: async () => (await import('../certificates/csr.ts')).requestCertificates,
});
