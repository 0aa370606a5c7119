import { confirm, text } from '@clack/prompts';
import { EXIT, QuorateError } from '../../errors/errors.ts';
import { ROLE_KEYS } from '../../inventory/draft.ts';
import type { RoleKey } from '../../inventory/draft.ts';
import type { Io } from '../io.ts';
import { sensible } from './answers.ts';
import type { Typed } from './answers.ts';
import { offeredHosts, parseHosts } from './hosts.ts';

type Key = Exclude<keyof Typed, 'hosts'>;

const ROLES: Readonly<Record<RoleKey, string>> = {
  databases: 'Databases: addresses, or name=address',
  brokers: 'Message brokers',
  managers: 'Managers',
  load_balancers: 'Load balancers (may be none)',
};
const OPTIONAL: readonly (readonly [Key, string])[] = [
  ['identity', 'Private key for SSH (empty: the agent and the usual keys)'],
  ['package', 'Installer package on this machine (empty: the hosts have it)'],
  ['license', 'License file (empty: uploaded later)'],
];

/**
 * Asks on the terminal for what the flags do not say, with an answer offered where there is a sensible one.
 * @throws QuorateError (130) when the person gives up
 */
export async function askFor(directory: string, typed: Typed, io: Io): Promise<Typed> {
  const ask = asker(io);
  const offered = sensible(directory, io, typed);
  const name = typed.name ?? (await ask('Name of the cluster', offered.name));
  const hosts = await askHosts(typed, ask);
  const user = typed.user ?? (await ask('Account to log in with', offered.user));
  const files: Partial<Record<Key, string>> = {};
  for (const [key, question] of OPTIONAL) files[key] = typed[key] ?? (await ask(question, '', true));
  const answered = { ...typed, ...files, name, user, hosts };
  const { version } = sensible(directory, io, answered);
  return { ...answered, version: typed.version ?? (await ask('Release of Cloudify', version)) };
}

type Ask = (message: string, initialValue: string, optional?: boolean) => Promise<string>;

function asker({ stdin, stdout }: Io): Ask {
  return async (message, initialValue, optional = false) =>
    given(
      await text({
        message,
        initialValue,
        // Streams of Node by their shape.
        input: stdin as NodeJS.ReadStream,
        output: stdout as NodeJS.WriteStream,
        validate: (typed) => (optional || typed?.trim() ? undefined : 'An answer is needed'),
      }),
    );
}

async function askHosts(typed: Typed, ask: Ask): Promise<Typed['hosts']> {
  const hosts: Partial<Record<RoleKey, string>> = { ...typed.hosts };
  for (const role of ROLE_KEYS) {
    const known = parseHosts('databases', hosts.databases ?? '')[0]?.address;
    const optional = role === 'load_balancers';
    hosts[role] ??= await ask(ROLES[role], offeredHosts(role, known), optional);
  }
  return hosts;
}

/** A yes to something that cannot be undone. */
export async function askYes(message: string, { stdin, stdout }: Io): Promise<boolean> {
  const input = stdin as NodeJS.ReadStream;
  const output = stdout as NodeJS.WriteStream;
  return given(await confirm({ message, initialValue: false, input, output }));
}

function given<T>(answer: T): Exclude<T, symbol> {
  if (typeof answer === 'symbol') throw new QuorateError(EXIT.interrupted, [{ what: 'interrupted' }]);
  return answer as Exclude<T, symbol>;
}
