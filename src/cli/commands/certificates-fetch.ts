import { command } from '../arguments/command.ts';
import { FILE_EXITS } from '../arguments/exits.ts';
import { FETCH_FLAGS, OUTPUT_FLAGS } from '../arguments/flags.ts';

export const certificatesFetchCommand = command({
  name: 'fetch',
  summary: 'Show the certificates of a server, and save its CA',
  exits: { ...FILE_EXITS, 3: 'the server is unreachable' },
  examples: [
    ['db.example.com:5432', 'Show the certificates of an external database'],
    ['db.example.com:5432 --to db-ca.crt', 'Save its CA'],
  ],
  flags: { ...OUTPUT_FLAGS, ...FETCH_FLAGS },
  positionals: { server: { describe: 'HOST:PORT of a database, broker or load balancer' } },
  load: async () => (await import('../certificates/fetch.ts')).fetchCertificates,
});
