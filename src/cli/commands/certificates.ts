import { command, group, INVENTORY } from '../arguments/command.ts';
import { FETCHING, RENEWING, REPORTING } from '../arguments/flags.ts';

const issue = command({
  name: 'issue',
  text: 'Make the CA and the certificates that are missing or do not fit',
  flags: { ...REPORTING, ...RENEWING },
  load: async () => (await import('../certificates/issue.ts')).issueCertificates,
});

const csr = command({
  name: 'csr',
  text: 'Make keys, and requests for a CA of your own',
  flags: { ...REPORTING, ...RENEWING },
  load: async () => (await import('../certificates/csr.ts')).requestCertificates,
});

const take = command({
  name: 'import',
  text: 'Take back what your CA has signed',
  flags: REPORTING,
  words: {
    ...INVENTORY,
    files: { describe: 'Signed certificates, and the CA’s: PEM, DER or PKCS #7', many: true },
  },
  load: async () => (await import('../certificates/import.ts')).importCertificates,
});

const check = command({
  name: 'check',
  text: 'Show every certificate check by check, with the days left',
  flags: REPORTING,
  load: async () => (await import('../certificates/check.ts')).checkCertificates,
});

const fetch = command({
  name: 'fetch',
  text: 'Show the certificates of a server, and keep its CA',
  flags: { ...REPORTING, ...FETCHING },
  words: { server: { describe: 'HOST:PORT of a database, broker or load balancer' } },
  load: async () => (await import('../certificates/fetch.ts')).fetchCertificates,
});

export const certificates = group('certificates', 'Make and check certificates', [
  ...[issue, csr, take, check],
  fetch,
]);
