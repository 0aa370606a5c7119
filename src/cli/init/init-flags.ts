import type { Flags } from '../arguments/argument-types.ts';
import { OUTPUT_FLAGS, WRITE_FLAGS } from '../arguments/flags.ts';

const answer = (describe: string) => ({ type: 'string', requiresArg: true, describe }) as const;
const file = (describe: string) => ({ ...answer(describe), completes: 'file' }) as const;

export const INIT_FLAGS = {
  ...OUTPUT_FLAGS,
  ...WRITE_FLAGS,
  native: {
    type: 'boolean',
    default: false,
    describe: "PostgreSQL, RabbitMQ and HAProxy from the hosts' packages",
  },
  machines: answer('With --native: machines with every role (ADDRESS or HOSTNAME=ADDRESS)'),
  databases: answer('Databases (ADDRESS or NAME=ADDRESS, separated by commas)'),
  brokers: answer('Message brokers (ADDRESS or NAME=ADDRESS, separated by commas)'),
  managers: answer('Managers (ADDRESS or NAME=ADDRESS, separated by commas)'),
  'load-balancers': answer('Load balancers (ADDRESS or NAME=ADDRESS, separated by commas)'),
  name: answer('Name of the cluster'),
  version: answer('Release of Cloudify; with --native: version of PostgreSQL'),
  user: answer('Account for SSH'),
  identity: file('Private key for SSH'),
  'known-hosts': file('File with the host keys'),
  package: file('Installer package on this machine'),
  license: file('License file'),
  force: { type: 'boolean', default: false, describe: 'Move existing files into a subdirectory' },
  yes: { type: 'boolean', default: false, describe: 'Do not ask before moving files' },
} satisfies Flags;
