import { command } from '../arguments/command.ts';
import { FILE_EXITS } from '../arguments/exits.ts';
import { RENEW_FLAGS, OUTPUT_FLAGS } from '../arguments/flags.ts';

export const certificatesCsrCommand = command({
  name: 'csr',
  summary: 'Create keys and signing requests (CSRs) for your own CA',
  exits: FILE_EXITS,
  examples: [
    ['inventory.yaml', 'Create the signing requests that are missing'],
    ['inventory.yaml --renew', 'Create requests for all certificates'],
  ],
  flags: { ...OUTPUT_FLAGS, ...RENEW_FLAGS },
  load: async () => (await import('../certificates/csr.ts')).requestCertificates,
});
