import { command } from '../arguments/command.ts';
import { FILE_EXITS } from '../arguments/exits.ts';
import { RENEW_FLAGS, OUTPUT_FLAGS } from '../arguments/flags.ts';

export const certificatesIssueCommand = command({
  name: 'issue',
  summary: 'Issue the CA and certificates that are missing or invalid',
  exits: FILE_EXITS,
  examples: [
    ['inventory.yaml', 'Issue what is missing or invalid'],
    ['inventory.yaml --renew', 'Reissue all certificates except the CA'],
  ],
  flags: { ...OUTPUT_FLAGS, ...RENEW_FLAGS },
  load: async () => (await import('../certificates/issue.ts')).issueCertificates,
});
