import type { Options } from 'yargs';

type Flags = Readonly<Record<string, Options>>;

/** Every flag is declared once, here; what a command gets is inferred from them. */
export const PRINTING = {
  output: {
    choices: ['auto', 'plain', 'json'] as const,
    default: 'auto' as const,
    describe: 'auto draws on a terminal and prints plain lines elsewhere',
  },
  verbose: { type: 'boolean', default: false, describe: 'Also what hosts print and what was unchanged' },
} satisfies Flags;

/** For commands whose answer is one text. */
export const REPORTING = { output: PRINTING.output } satisfies Flags;

export const GENERATING = {
  renew: {
    type: 'string',
    requiresArg: true,
    describe: 'Make these anew although they are there: name,name',
  },
} satisfies Flags;

export const RENEWING = {
  renew: { type: 'boolean', default: false, describe: 'Make all of them anew, the CA excepted' },
} satisfies Flags;

export const FETCHING = {
  to: { type: 'string', requiresArg: true, describe: 'The file that its CA is to be written to' },
  yes: { type: 'boolean', default: false, describe: 'Do not ask before writing' },
  postgres: {
    type: 'boolean',
    default: false,
    describe: 'It is a PostgreSQL server, whatever its port',
  },
} satisfies Flags;

const answer = (describe: string) => ({ type: 'string', requiresArg: true, describe }) as const;

export const INITIATING = {
  databases: answer('Addresses, or name=address, with commas between'),
  brokers: answer('The same for the message brokers'),
  managers: answer('The same for the managers'),
  'load-balancers': answer('The same for the load balancers'),
  name: answer('Name of the cluster'),
  version: answer('Release of Cloudify'),
  user: answer('Account to log in with'),
  identity: answer('Private key for SSH'),
  'known-hosts': answer('File with the host keys'),
  package: answer('Installer package on this machine'),
  license: answer('License file'),
  force: { type: 'boolean', default: false, describe: 'Put aside what is there' },
  yes: { type: 'boolean', default: false, describe: 'Do not ask before that' },
} satisfies Flags;

export const PLANNING = {
  ...PRINTING,
  playbook: {
    type: 'string',
    requiresArg: true,
    describe: 'A playbook of your own, or the name of one that comes along',
    defaultDescription: 'deploy',
  },
} satisfies Flags;

export const CONNECTING = {
  ...PLANNING,
  'accept-new-host-keys': {
    type: 'boolean',
    default: false,
    describe: 'Record the key of a host that known_hosts does not list',
  },
} satisfies Flags;

/** For commands that have a playbook of their own. */
export const RUNNING = {
  ...PRINTING,
  'accept-new-host-keys': CONNECTING['accept-new-host-keys'],
} satisfies Flags;

/** What stands after a command that is about one host. */
export const MEMBER = {
  inventory: { describe: 'The inventory, a YAML file' },
  name: { describe: 'The host, as the inventory names it' },
} as const;

/** For commands that may have to do without other hosts too. */
export const DOWN = {
  down: {
    type: 'string',
    requiresArg: true,
    describe: 'Other hosts that are dead and stay members: name,name',
  },
} satisfies Flags;

export const ADDING = {
  ...DOWN,
  address: {
    type: 'string',
    requiresArg: true,
    describe: 'Write it into the inventory with this address, unless it is there',
  },
} satisfies Flags;

export const REMOVING = {
  ...DOWN,
  gone: {
    type: 'boolean',
    default: false,
    describe: 'The host is dead: nothing is asked of it',
  },
} satisfies Flags;

export const REPLACING = {
  ...DOWN,
  address: {
    type: 'string',
    requiresArg: true,
    describe: "The successor's address, if it is another one",
  },
} satisfies Flags;

export const SWITCHING = {
  ...DOWN,
  to: { type: 'string', requiresArg: true, describe: 'Who is to lead; a synchronous standby unless given' },
} satisfies Flags;

export const RESTARTING = {
  ...DOWN,
  role: {
    choices: ['database', 'broker', 'manager', 'load-balancer'] as const,
    describe: 'Only the hosts of this role',
  },
  anew: {
    type: 'boolean',
    default: false,
    describe: 'Do not go on with a restart that was left unfinished',
  },
} satisfies Flags;

export const REHEARSING = {
  faults: {
    type: 'number',
    requiresArg: true,
    describe: 'A seed: hosts and network go wrong, the same for the same number',
  },
  command: {
    type: 'string',
    requiresArg: true,
    conflicts: 'playbook',
    describe: 'Deployed already: try this, such as "remove-broker NAME"',
  },
} satisfies Flags;

export const LOCALLY = {
  local: { type: 'boolean', default: false, describe: 'Only what this machine knows; no host is asked' },
} satisfies Flags;

export const UNLOCKING = {
  yes: { type: 'boolean', default: false, describe: 'Remove without asking' },
} satisfies Flags;

export const FORESEEING = {
  offline: { type: 'boolean', default: false, describe: 'Do not compare with the hosts' },
  runbook: { type: 'boolean', default: false, describe: 'Numbered, with every command, for a change ticket' },
  save: {
    type: 'string',
    requiresArg: true,
    describe: 'Seal the plan into a file, for deploy --plan',
  },
} satisfies Flags;

export const DEPLOYING = {
  until: { type: 'string', requiresArg: true, describe: 'Stop before this phase' },
  confirm: { type: 'boolean', default: false, describe: 'Ask before each phase' },
  plan: {
    type: 'string',
    requiresArg: true,
    conflicts: 'until',
    describe: 'Do what plan --save sealed, or refuse',
  },
} satisfies Flags;

export type OutputName = (typeof PRINTING.output.choices)[number];

/** `db1,db2` as it is typed. */
export function namesIn(given: string | undefined): readonly string[] {
  return (given ?? '').split(',').filter(Boolean);
}
