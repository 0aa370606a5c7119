import { command } from '../arguments/command.ts';
import { FILE_EXITS } from '../arguments/exits.ts';
import { INVENTORY } from '../arguments/positionals.ts';
import { OUTPUT_FLAGS, WRITE_FLAGS } from '../arguments/flags.ts';

export const certificatesImportCommand = command({
  name: 'import',
  summary: 'Import certificates that your CA has signed',
  exits: FILE_EXITS,
  examples: [
    ['inventory.yaml signed/db1.crt ca.crt', 'Import the certificate of one host and the CA'],
    ['inventory.yaml signed.p7b', 'Import all certificates of a PKCS #7 file'],
  ],
  flags: { ...OUTPUT_FLAGS, ...WRITE_FLAGS },
  positionals: {
    ...INVENTORY,
    files: {
      describe: 'Signed certificates and the CA certificate: PEM, DER or PKCS #7',
      many: true,
      completes: 'file',
    },
  },
  load: async () => (await import('../certificates/import.ts')).importCertificates,
});
