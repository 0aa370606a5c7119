import type { Positionals } from './argument-types.ts';

export const INVENTORY = {
  inventory: {
    describe: 'Inventory file, or its directory (default: inventory.yaml)',
    completes: 'inventory',
  },
} as const satisfies Positionals;

/**
 * True if a command line may omit the argument. The program then uses the inventory of the current directory. Before
 * several files, the inventory is required: the first file would be taken for it.
 */
export function mayBeOmitted(name: string, positionals: Positionals): boolean {
  const takesFiles = Object.values(positionals).some(({ many, internal }) => many && !internal);
  return positionals[name]?.optional === true || (name === 'inventory' && !takesFiles);
}

export const INVENTORY_AND_HOST = {
  ...INVENTORY,
  name: { describe: 'Name of the host in the inventory', completes: 'host' },
} as const satisfies Positionals;

export const INVENTORY_AND_DATABASE = {
  ...INVENTORY,
  name: { describe: 'Name of the database in the inventory', completes: 'database' },
} as const satisfies Positionals;

export const INVENTORY_AND_BROKER = {
  ...INVENTORY,
  name: { describe: 'Name of the broker in the inventory', completes: 'broker' },
} as const satisfies Positionals;

export const INVENTORY_AND_MANAGER = {
  ...INVENTORY,
  name: { describe: 'Name of the manager in the inventory', completes: 'manager' },
} as const satisfies Positionals;

export const INVENTORY_AND_LOAD_BALANCER = {
  ...INVENTORY,
  name: { describe: 'Name of the load balancer in the inventory', completes: 'load_balancer' },
} as const satisfies Positionals;

export const INVENTORY_AND_ANY_HOST = {
  ...INVENTORY,
  host: {
    describe: 'Name of a host in the inventory (default: all hosts)',
    optional: true,
    completes: 'host',
  },
} as const satisfies Positionals;

export const INVENTORY_AND_RUN = {
  ...INVENTORY,
  run: { describe: 'Directory or identifier of the run (default: the newest run)', optional: true },
} as const satisfies Positionals;

export const EXPLAIN_WORDS = {
  topic: {
    describe: 'Name of a gate, phase, cause or term; an exit code; a step id; a run',
    completes: 'topic',
  },
  of: {
    describe: 'For a run: number of an event to judge again; for a step: the inventory',
    optional: true,
    completes: 'inventory',
  },
} as const satisfies Positionals;

export const IMPORT_WORDS = {
  file: { describe: 'Configuration file of cfy_cluster_manager', completes: 'file' },
  directory: { describe: 'Directory to create the files in', completes: 'directory' },
} as const satisfies Positionals;
