import type { HostName, Role } from '../../model/names.ts';
import type { Flags } from './argument-types.ts';

/** Every flag is declared once, here. The argument types of the commands are inferred from these declarations. */
const PROGRESS_FLAGS = {
  output: {
    choices: ['auto', 'plain', 'json'] as const,
    default: 'auto' as const,
    describe: 'auto redraws the screen on a terminal and prints plain lines elsewhere',
  },
  verbose: {
    type: 'boolean',
    default: false,
    describe: 'Also print the output of hosts and unchanged steps',
  },
} satisfies Flags;

/** For commands that print one result. */
export const OUTPUT_FLAGS = { output: PROGRESS_FLAGS.output } satisfies Flags;

/** For commands that write files on this machine. */
export const WRITE_FLAGS = {
  'dry-run': {
    type: 'boolean',
    default: false,
    describe: 'Show what would be written and exit; write nothing',
  },
} satisfies Flags;

export const GENERATE_FLAGS = {
  ...OUTPUT_FLAGS,
  ...WRITE_FLAGS,
  renew: {
    type: 'string',
    requiresArg: true,
    describe: 'Regenerate these secrets even if they exist (NAME,NAME)',
  },
} satisfies Flags;

export const RENEW_FLAGS = {
  ...WRITE_FLAGS,
  renew: {
    type: 'boolean',
    default: false,
    describe: 'Also replace certificates that are still valid, except the CA',
  },
} satisfies Flags;

export const FETCH_FLAGS = {
  ...WRITE_FLAGS,
  to: { type: 'string', requiresArg: true, describe: 'Write the CA to this file', completes: 'file' },
  yes: { type: 'boolean', default: false, describe: 'Do not ask before writing' },
  postgres: {
    type: 'boolean',
    default: false,
    describe: 'Treat the server as PostgreSQL on any port',
  },
} satisfies Flags;

/** For `trust`, which runs no playbook. */
export const TRUST_FLAGS = {
  ...OUTPUT_FLAGS,
  ...WRITE_FLAGS,
  yes: { type: 'boolean', default: false, describe: 'Record new keys without asking' },
} satisfies Flags;

export const PLAYBOOK_FLAGS = {
  ...PROGRESS_FLAGS,
  playbook: {
    type: 'string',
    requiresArg: true,
    describe: 'Path of a playbook, or name of a built-in one',
    completes: 'playbook',
    defaultDescription: 'deploy',
  },
} satisfies Flags;

export const CONNECT_FLAGS = {
  ...PLAYBOOK_FLAGS,
  'accept-new-host-keys': {
    type: 'boolean',
    default: false,
    describe: 'Record the key of a host that known_hosts does not list',
  },
} satisfies Flags;

/** For commands that show their plan before they change hosts. */
const REVIEW_FLAGS = {
  yes: { type: 'boolean', default: false, describe: 'Do not ask before members are disrupted' },
  'dry-run': { type: 'boolean', default: false, describe: 'Show the plan and exit; change nothing' },
} satisfies Flags;

/** For commands that change a cluster, with a fixed playbook. */
export const CHANGE_FLAGS = {
  ...PROGRESS_FLAGS,
  'accept-new-host-keys': CONNECT_FLAGS['accept-new-host-keys'],
  ...REVIEW_FLAGS,
} satisfies Flags;

export const CHECK_FLAGS = {
  ...PROGRESS_FLAGS,
  'accept-new-host-keys': CONNECT_FLAGS['accept-new-host-keys'],
  fix: {
    type: 'boolean',
    default: false,
    describe: 'Create missing directories and enable the time service',
  },
} satisfies Flags;

/** For commands that can run while other hosts are down. */
const DOWN_FLAGS = {
  down: {
    type: 'string',
    requiresArg: true,
    describe: 'Other hosts that are down but stay in the cluster (NAME,NAME)',
    completes: 'hosts',
  },
} satisfies Flags;

export const ADD_FLAGS = {
  ...CHANGE_FLAGS,
  ...DOWN_FLAGS,
  address: {
    type: 'string',
    requiresArg: true,
    describe: 'Add the host to the inventory with this address if it is not listed',
  },
} satisfies Flags;

export const REMOVE_FLAGS = {
  ...CHANGE_FLAGS,
  ...DOWN_FLAGS,
  lost: {
    type: 'boolean',
    default: false,
    describe: 'The host is permanently lost; do not contact it',
  },
} satisfies Flags;

export const REPLACE_FLAGS = {
  ...CHANGE_FLAGS,
  ...DOWN_FLAGS,
  address: {
    type: 'string',
    requiresArg: true,
    describe: 'Address of the replacement (default: the same address)',
  },
} satisfies Flags;

export const SWITCHOVER_FLAGS = {
  ...CHANGE_FLAGS,
  ...DOWN_FLAGS,
  to: {
    type: 'string',
    requiresArg: true,
    describe: 'New leader (default: a synchronous standby)',
    completes: 'database',
  },
} satisfies Flags;

export const OPERATION_FLAGS = { ...CHANGE_FLAGS, ...DOWN_FLAGS } satisfies Flags;

const ROLE_CHOICES = ['database', 'broker', 'manager', 'load-balancer'] as const;

export const RESTART_FLAGS = {
  ...CHANGE_FLAGS,
  ...DOWN_FLAGS,
  role: {
    choices: ROLE_CHOICES,
    describe: 'Restart only the hosts of this role',
  },
  'from-start': {
    type: 'boolean',
    default: false,
    describe: 'Restart all members instead of resuming an unfinished restart',
  },
} satisfies Flags;

export const REHEARSE_FLAGS = {
  ...PLAYBOOK_FLAGS,
  faults: {
    type: 'number',
    requiresArg: true,
    describe: 'Inject host and network faults; the same seed gives the same faults',
  },
  durations: {
    choices: ['product', 'lab'] as const,
    default: 'product' as const,
    describe: 'Simulate the speed of machines in a data center, or of ten containers',
  },
  command: {
    type: 'string',
    requiresArg: true,
    conflicts: 'playbook',
    describe: 'Rehearse this command on the deployed cluster: "remove-broker NAME"',
  },
} satisfies Flags;

export const RUNS_FLAGS = {
  ...CONNECT_FLAGS,
  local: { type: 'boolean', default: false, describe: 'Show only the runs of this machine (offline)' },
} satisfies Flags;

export const UNLOCK_FLAGS = {
  ...CONNECT_FLAGS,
  'dry-run': { type: 'boolean', default: false, describe: 'Show the locks and exit; remove none' },
  yes: { type: 'boolean', default: false, describe: 'Remove the locks without asking' },
} satisfies Flags;

export const PLAN_FLAGS = {
  ...CONNECT_FLAGS,
  offline: { type: 'boolean', default: false, describe: 'Do not compare the plan with the hosts' },
  runbook: {
    type: 'boolean',
    default: false,
    describe: 'Number the steps and print every command, for a change ticket',
  },
  save: {
    type: 'string',
    requiresArg: true,
    describe: 'Save the plan to a file for deploy --plan',
    completes: 'file',
  },
} satisfies Flags;

export const DEPLOY_FLAGS = {
  ...CONNECT_FLAGS,
  ...REVIEW_FLAGS,
  until: { type: 'string', requiresArg: true, describe: 'Stop before this phase', completes: 'phase' },
  confirm: { type: 'boolean', default: false, describe: 'Ask before each phase' },
  plan: {
    type: 'string',
    requiresArg: true,
    conflicts: ['until', 'dry-run'],
    describe: 'Apply exactly this saved plan; fail if it is stale',
    completes: 'file',
  },
} satisfies Flags;

export type OutputFormat = (typeof PROGRESS_FLAGS.output.choices)[number];

/** Splits `db1,db2`. */
export function hostNames(list: string | undefined): readonly HostName[] {
  return (list ?? '').split(',').filter(Boolean);
}

export function roleOf(choice: (typeof ROLE_CHOICES)[number]): Role {
  return choice === 'load-balancer' ? 'load_balancer' : choice;
}
