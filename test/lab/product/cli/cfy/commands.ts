import type { ParseArgsConfig } from 'node:util';
import { productRelease } from '../../base/version.ts';
import type { Release } from '../../releases.ts';
import { parseOptions } from '../arguments.ts';
import { createClient, type Client } from './client.ts';
import * as cluster from './cluster.ts';
import * as earlier from './earlier.ts';
import * as manager from './manager.ts';
import {
  currentProfile,
  listProfiles,
  removeProfile,
  setProfile,
  useProfile,
  type Local,
} from './profiles.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Context of a command that queries a manager. */
export interface Session extends Local {
  readonly client: Client;
}

interface Command {
  readonly act: (session: Session) => Promise<void>;
  readonly words: number;
  readonly options: Options;
}

interface LocalCommand {
  readonly local: (local: Local) => Promise<void>;
  readonly words: number;
  readonly options: Options;
}

const text = (short?: string): Options[string] => ({ type: 'string', ...(short ? { short } : {}) });
const flag = (short?: string): Options[string] => ({ type: 'boolean', ...(short ? { short } : {}) });

const global: Options = { json: flag(), verbose: flag('v'), quiet: flag('q'), format: text() };
const connection: Options = {
  'profile-name': text(),
  'manager-username': text('u'),
  'manager-password': text('p'),
  'manager-tenant': text('t'),
  'rest-port': text(),
  'rest-certificate': text('c'),
};

const ask = (act: Command['act'], words = 0, options: Options = {}): Command => ({ act, words, options });
const networks: Options = { networks: text('n') };

const all: Readonly<Record<string, Command | LocalCommand>> = {
  'profiles use': {
    local: useProfile,
    words: 1,
    options: { ...connection, ssl: flag(), 'skip-credentials-validation': flag() },
  },
  'profiles set': {
    local: setProfile,
    words: 0,
    options: { ...connection, ssl: text(), 'manager-ip': text('m') },
  },
  'profiles list': { local: listProfiles, words: 0, options: {} },
  'profiles delete': { local: removeProfile, words: 1, options: {} },
  status: ask(manager.status),
  'cluster status': ask(cluster.clusterStatus),
  'cluster remove': ask(cluster.removeManager, 1),
  'cluster update-profile': ask(cluster.updateProfile),
  'cluster managers list': ask(cluster.listManagers),
  'cluster brokers list': ask(cluster.listBrokers),
  'cluster brokers get': ask(cluster.getBroker, 1),
  'cluster brokers add': ask(cluster.addBroker, 2, { ...networks, port: text() }),
  'cluster brokers remove': ask(cluster.removeBroker, 1),
  'cluster brokers update': ask(cluster.updateBroker, 1, networks),
  'cluster db-nodes list': ask(cluster.listDatabaseNodes),
  'cluster db-nodes update': ask(cluster.updateDatabaseNodes),
  'license upload': ask(manager.uploadLicense, 1),
  'license list': ask(manager.listLicense),
  'license check': ask(manager.checkLicense),
  'executions list': ask(manager.listExecutions),
  'maintenance-mode status': ask(manager.maintenanceStatus),
  'maintenance-mode activate': ask(manager.activateMaintenance, 0, { wait: flag(), timeout: text() }),
  'maintenance-mode deactivate': ask(manager.deactivateMaintenance),
};

/** Commands before 5.1, when managers did not monitor all nodes and `cluster status` queried each manager. */
const before51: Readonly<Record<string, Command | undefined>> = {
  'cluster status': ask(earlier.clusterStatus),
  'cluster update-profile': ask(earlier.updateProfile),
  'cluster managers list': undefined,
  'cluster db-nodes list': undefined,
  'cluster db-nodes update': undefined,
};

type Commands = Readonly<Record<string, Command | LocalCommand | undefined>>;
export const cfyCommands = ({ monitoring }: Release): Commands =>
  monitoring ? all : { ...all, ...before51 };

export class UsageError extends Error {}

export async function runCfy(args: readonly string[], home: string): Promise<void> {
  const { name, command } = findCommand(args, cfyCommands(productRelease()));
  const parsed = readOptions(args, command.options);
  const words = parsed.words.slice(name.split(' ').length);
  if (words.length < command.words) throw new UsageError('Missing argument.');
  if (words.length > command.words)
    throw new UsageError(`Got unexpected extra argument (${words.slice(command.words).join(' ')})`);
  const json = parsed.flag('json') || parsed.text('format') === 'json';
  const local: Local = { home, parsed, words, out: { json } };
  if ('local' in command) await command.local(local);
  else await command.act({ ...local, client: createClient(currentProfile(home)) });
}

/** Finds the command. `--json` may be before or after it. */
function findCommand(
  args: readonly string[],
  commands: Commands,
): { name: string; command: Command | LocalCommand } {
  const words = args.filter((arg) => !arg.startsWith('-'));
  for (const length of [3, 2, 1]) {
    const name = words.slice(0, length).join(' ');
    const command = commands[name];
    if (command) return { name, command };
  }
  throw new UsageError(`No such command "${words.join(' ')}".`);
}

function readOptions(args: readonly string[], options: Options) {
  try {
    return parseOptions(args, { ...global, ...options });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
