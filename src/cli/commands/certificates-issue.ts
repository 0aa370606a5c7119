import { command } from '../arguments/command.ts';
import { RENEWING, REPORTING } from '../arguments/flags.ts';

export const certificatesIssue = command({
  name: 'issue',
  summary: 'Issue the CA and certificates that are missing or invalid',
  flags: { ...REPORTING, ...RENEWING },
  load: async () => (await import('../certificates/issue.ts')).issueCertificates,
});
