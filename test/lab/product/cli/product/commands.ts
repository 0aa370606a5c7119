import type { ParseArgsConfig } from 'node:util';
import type { Release } from '../../releases.ts';
import { parseOptions, type Parsed } from '../arguments.ts';
import { brokersAdd, brokersList, brokersRemove } from './brokers.ts';
import { removeCommand, restartCommand, startCommand, stopCommand, versionCommand } from './control.ts';
import { dbsAdd, dbsList, dbsReinit, dbsRemove, dbsSetMaster } from './dbs.ts';
import { configure, install, validateCommand } from './install.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

interface Command {
  readonly act: (parsed: Parsed) => Promise<void>;
  readonly options: Options;
  readonly required?: string;
  /** Maximum number of positional arguments; none by default. */
  readonly words?: number;
}

const text = (short?: string): Options[string] => ({ type: 'string', ...(short ? { short } : {}) });
const flag = (short?: string): Options[string] => ({ type: 'boolean', ...(short ? { short } : {}) });
const common: Options = { verbose: flag('v') };
const configFile: Options = { 'config-file': { type: 'string', short: 'c', multiple: true } };
const force: Options = { force: flag() };
const addresses: Options = {
  ...common,
  'private-ip': text(),
  'public-ip': text(),
  'admin-password': text('a'),
};
const onNode = (act: Command['act']): Command => ({
  act,
  options: { ...common, address: text('a') },
  required: 'address',
});

const all: Readonly<Record<string, Command>> = {
  validate: { act: validateCommand, options: addresses },
  install: { act: install, options: { ...addresses, 'only-install': flag() } },
  configure: { act: configure, options: { ...addresses, 'print-finish-message': flag() } },
  remove: { act: removeCommand, options: common },
  start: { act: startCommand, options: addresses, words: 20 },
  stop: { act: stopCommand, options: common, words: 20 },
  restart: { act: restartCommand, options: common, words: 20 },
  version: { act: versionCommand, options: common },
  'dbs list': { act: dbsList, options: common },
  'dbs add': onNode(dbsAdd),
  'dbs remove': onNode(dbsRemove),
  'dbs reinit': onNode(dbsReinit),
  'dbs set-master': onNode(dbsSetMaster),
  'brokers list': { act: brokersList, options: common },
  'brokers add': { act: brokersAdd, options: { ...common, 'join-node': text('j') }, required: 'join-node' },
  'brokers remove': {
    act: brokersRemove,
    options: { ...common, 'remove-node': text('r') },
    required: 'remove-node',
  },
};

const stopping = ['remove', 'stop', 'restart'];

/** The commands of a release, with its names and options. */
function commandsOf(release: Release): Readonly<Record<string, Command>> {
  const known = Object.entries(all).filter(([name]) => release.commands === 'nested' || name !== 'version');
  return Object.fromEntries(
    known.map(([name, command]) => {
      const forced = stopping.includes(name) && release.force !== 'unknown' ? force : {};
      const options = { ...command.options, ...(release.configFileFlag ? configFile : {}), ...forced };
      return [release.commands === 'flat' ? flatName(name) : name, { ...command, options }];
    }),
  );
}

const flatName = (name: string): string => name.replace(' ', '-').replace(/^dbs-/, 'db-node-');

export function usage(release: Release): string {
  const names = new Set(Object.keys(commandsOf(release)).map((name) => name.split(' ')[0]));
  return `usage: cfy_manager [-h] {${[...names].join(',')}} ...`;
}

export class UsageError extends Error {}

/** Finds the command and parses its options. */
export function parseCommand(
  args: readonly string[],
  release: Release,
): { act: Command['act']; parsed: Parsed } {
  const commands = commandsOf(release);
  const [first = '', second = ''] = args;
  const [name, rest] = commands[`${first} ${second}`]
    ? [`${first} ${second}`, args.slice(2)]
    : [first, args.slice(1)];
  const command = commands[name];
  if (!command) throw new UsageError(`argument : invalid choice: '${first}'`);
  const parsed = readOptions(command, rest);
  const { required, words = 0 } = command;
  if (required && !parsed.text(required))
    throw new UsageError(`the following arguments are required: --${required}`);
  if (parsed.words.length > words) throw new UsageError(`unrecognized arguments: ${parsed.words.join(' ')}`);
  return { act: command.act, parsed };
}

function readOptions(command: Command, rest: readonly string[]): Parsed {
  try {
    return parseOptions(rest, command.options);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
