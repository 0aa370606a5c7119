import { UsageError } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import type { Change } from '../../model/change.ts';
import type { Cluster, Host } from '../../model/cluster.ts';
import type { HostName, Role } from '../../model/names.ts';
import {
  addChange,
  reinitChange,
  removeChange,
  restartChange,
  switchoverChange,
} from '../../plan/build/named-change.ts';
import { rehearsedSuccessor } from './rehearsed-replacement.ts';

/** A command on a live cluster that is tried on simulated hosts. */
export interface Rehearsed {
  /** Its name, which may depend on the role of the host that is named. */
  readonly playbook: string | ((cluster: Cluster) => string);
  readonly change: (cluster: Cluster) => Change;
  /** Dead by the time it is given. */
  readonly dead?: HostName;
  /** Who stands bare in its place then. */
  readonly successor?: (cluster: Cluster) => Host;
}

interface Words {
  readonly command: string;
  readonly name: string | undefined;
  readonly gone: boolean;
  readonly address?: string;
}

const ROLES: readonly Role[] = ['database', 'broker', 'manager', 'load_balancer'];
const inWords = (role: Role) => role.replace('_', '-');

type Reader = (words: Words) => Rehearsed;

const COMMANDS: Readonly<Record<string, Reader>> = {
  ...Object.fromEntries(ROLES.map((role) => [`add-${inWords(role)}`, addTo(role)])),
  ...Object.fromEntries(ROLES.map((role) => [`remove-${inWords(role)}`, removeFrom(role)])),
  'replace-host': (words) => rehearsedSuccessor({ name: named(words), address: words.address }),
  switchover: ({ name }) => ({
    playbook: 'switchover',
    change: (cluster) =>
      switchoverChange(cluster, {
        to: name === undefined ? 'sync-standby' : { host: name },
        onlyFrom: 'any-leader',
      }),
  }),
  'reinit-database': (words) => {
    const standby = named(words);
    return { playbook: words.command, change: (cluster) => reinitChange(cluster, standby) };
  },
  restart: ({ command, name }) => ({
    playbook: command,
    change: (cluster) => restartChange(cluster, { role: roleNamed(name) ?? 'all', request: 'rehearsal' }),
  }),
};

/**
 * What a rehearsal tries, from the words that a person would type after `quorate`, the inventory left out:
 * `remove-broker rabbit2 --gone`. @throws UsageError for what is none of the commands that can be tried
 */
export function rehearsed(text: string): Rehearsed {
  const [command = '', ...words] = text.trim().split(/[\s=]+/);
  const { rest, ...moved } = command === 'replace-host' ? addressIn(words) : { rest: words };
  const read = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  const valued = VALUED[command];
  const flags = rest.filter((word) => word.startsWith('--') && word !== valued);
  const [name, ...more] = rest.filter((word, i) => !word.startsWith('--') && takes(valued, rest[i - 1]));
  more.push(...rest.filter((word, i) => !word.startsWith('--') && !takes(valued, rest[i - 1])));
  if (name === undefined) more.push(...rest.filter((word) => word === valued));
  const unknown = [...flags.filter((flag) => flag !== '--gone' || !command.startsWith('remove-')), ...more];
  const names = Object.keys(COMMANDS);
  if (!read) throw refused(`cannot try "${command}"${didYouMean(command, names)}`, names);
  if (unknown.length > 0) throw refused(`"${command}" cannot be tried with ${unknown.join(' ')}`, TRIED);
  return read({ command, name, gone: flags.length > 0, ...moved });
}

/** `--address A`, and the other words. */
function addressIn(words: readonly string[]): {
  readonly rest: readonly string[];
  readonly address?: string;
} {
  const at = words.indexOf('--address');
  const address = at < 0 ? undefined : words[at + 1];
  if (address === undefined) return { rest: words };
  return { rest: words.filter((_, index) => index !== at && index !== at + 1), address };
}

const TRIED = [
  ...['--gone (remove-...)', '--address A (replace-host)', '--to NAME (switchover)'],
  '--role ROLE (restart); and one NAME where the command takes one',
];

/** Whose name, if any, comes with a flag. */
const VALUED: Readonly<Record<string, string>> = { switchover: '--to', restart: '--role' };

const takes = (valued: string | undefined, before: string | undefined) =>
  valued === undefined || before === valued;

function addTo(role: Role): Reader {
  return (words) => {
    const name = named(words);
    return { playbook: words.command, change: (cluster) => addChange(cluster, { name, role }) };
  };
}

function removeFrom(role: Role): Reader {
  return (words) => {
    const { command, gone } = words;
    const name = named(words);
    const state = gone ? 'lost' : 'running';
    const change = (cluster: Cluster) => removeChange(cluster, { name, role, state });
    return { playbook: command, change, ...(gone ? { dead: name } : {}) };
  };
}

function roleNamed(role: string | undefined): Role | undefined {
  const of = ROLES.find((one) => inWords(one) === role);
  if (role !== undefined && !of) throw refused(`there is no role ${role}`, ROLES.map(inWords));
  return of;
}

function named({ command, name }: Words): string {
  if (name !== undefined) return name;
  throw new UsageError([{ what: `--command "${command}" does not name a host`, next: `"${command} NAME"` }]);
}

function refused(what: string, choices: readonly string[]): UsageError {
  return new UsageError([{ what: `--command: ${what}`, next: `one of ${choices.join(', ')}` }]);
}
