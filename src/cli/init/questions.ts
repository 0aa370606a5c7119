import { confirm, text } from '@clack/prompts';
import { EXIT, inOneLine, QuorateError, UsageError } from '../../errors/errors.ts';
import { ROLE_SECTIONS } from '../../inventory/draft.ts';
import { screenOf } from '../terminal/io.ts';
import type { Io } from '../terminal/io.ts';
import { defaultAnswers } from './answers.ts';
import type { TypedAnswers } from './answers.ts';
import { problemsSoFar } from './check.ts';
import { exampleHosts, formatHosts, parseHosts } from './hosts.ts';
import type { HostList, TypedHost } from './hosts.ts';
import { needsPrivateIp, resolveHere } from './private-ips.ts';

type Key = Exclude<keyof TypedAnswers, 'hosts' | 'native'>;

const ROLES: Readonly<Record<HostList, string>> = {
  machines: 'Machines with every role (empty: each role has its own hosts)',
  databases: 'Databases: addresses, or name=address',
  brokers: 'Message brokers',
  managers: 'Managers',
  load_balancers: 'Load balancers (may be none)',
};
const OPTIONAL_LISTS: readonly HostList[] = ['load_balancers', 'machines'];
const OPTIONAL: readonly (readonly [Key, string])[] = [
  ['identity', 'Private key for SSH (empty: the agent and the default keys)'],
  ['package', 'Installer package on this machine (empty: the hosts provide it)'],
  ['license', 'License file (empty: uploaded later)'],
];

/**
 * Asks on the terminal for every answer that the flags do not give, offers defaults, and checks each answer at once.
 * @throws QuorateError (130) on Ctrl-C; UsageError if the flags are wrong
 */
export async function askFor(directory: string, flags: TypedAnswers, io: Io): Promise<TypedAnswers> {
  const problems = (typed: TypedAnswers) => problemsSoFar(directory, typed, io);
  // No later answer can fix the flags.
  if (problems(flags).length > 0) throw new UsageError(problems(flags));
  const interview = { ask: asker(io), check: (typed: TypedAnswers) => problems(typed).map(inOneLine)[0] };
  let typed = await askOne(flags, interview, {
    key: 'name',
    message: 'Name of the cluster',
    offered: defaultAnswers(directory, io, flags).name,
  });
  for (const role of listsToAsk(flags)) typed = await askRole(typed, interview, role);
  const { user } = defaultAnswers(directory, io, typed);
  typed = await askOne(typed, interview, { key: 'user', message: 'Account for SSH', offered: user });
  const optional = OPTIONAL.filter(([key]) => !flags.native || key === 'identity');
  for (const [key, message] of optional) typed = await askOne(typed, interview, { key, message });
  const { version } = defaultAnswers(directory, io, typed);
  return askOne(typed, interview, {
    key: 'version',
    message: flags.native ? 'Version of PostgreSQL' : 'Release of Cloudify',
    offered: version,
  });
}

/** The lists to ask for, in order. An answer to `machines` replaces the lists of the roles. */
function listsToAsk({ native, hosts }: TypedAnswers): readonly HostList[] {
  if (!native) return ROLE_SECTIONS;
  const roles = ROLE_SECTIONS.filter((role) => role !== 'managers');
  return roles.some((role) => hosts[role]) ? roles : ['machines', ...roles];
}

interface Interview {
  readonly ask: Ask;
  /** The first problem of the answers so far. */
  readonly check: (typed: TypedAnswers) => string | undefined;
}

interface Question {
  readonly key: Key;
  readonly message: string;
  /** Absent if the answer is optional. */
  readonly offered?: string;
}

async function askOne(
  typed: TypedAnswers,
  { ask, check }: Interview,
  { key, message, offered }: Question,
): Promise<TypedAnswers> {
  if (typed[key] !== undefined) return typed;
  const answered = (answer: string): TypedAnswers => ({ ...typed, [key]: answer });
  const optional = offered === undefined;
  const wrong = (answer: string) => check(answered(answer));
  return answered(await ask({ message, initialValue: offered ?? '', optional, wrong }));
}

async function askRole(
  typed: TypedAnswers,
  { ask, check }: Interview,
  role: HostList,
): Promise<TypedAnswers> {
  if (typed.hosts[role] !== undefined || typed.hosts.machines) return typed;
  const answered = (answer: string): TypedAnswers => ({
    ...typed,
    hosts: { ...typed.hosts, [role]: answer },
  });
  const known = parseHosts('databases', typed.hosts.databases ?? '')[0]?.address;
  const answer = await ask({
    message: ROLES[role],
    placeholder: `for example ${exampleHosts(role, known)}`,
    optional: OPTIONAL_LISTS.includes(role) || (typed.native === true && role === 'brokers'),
    wrong: (given) => check(answered(given)),
  });
  const hosts = [...parseHosts(role, answer)];
  for (const [index, host] of hosts.entries()) {
    if (!needsPrivateIp(host)) continue;
    const withIp = (privateIp: string) => ({ ...host, private_ip: privateIp });
    const wrong = (given: string) => check(answered(formatHosts(hosts.with(index, withIp(given)))));
    hosts[index] = withIp(await askPrivateIp(host, ask, wrong));
  }
  return answered(formatHosts(hosts));
}

/** Offers the resolved address only as a default, because the hosts may resolve the name to another network. */
async function askPrivateIp({ address }: TypedHost, ask: Ask, wrong: Asked['wrong']): Promise<string> {
  const initialValue = (await resolveHere(address)) ?? '';
  return ask({ message: `Private IP address of ${address}`, initialValue, wrong });
}

interface Asked {
  readonly message: string;
  readonly initialValue?: string;
  /** Shown as an example. */
  readonly placeholder?: string;
  readonly optional?: boolean;
  readonly wrong: (answer: string) => string | undefined;
}
type Ask = (asked: Asked) => Promise<string>;

function asker(io: Io): Ask {
  return async ({ optional = false, wrong, ...shown }) =>
    given(
      await text({
        ...shown,
        // @clack/prompts calls only input methods of this stream.
        input: io.stdin as NodeJS.ReadStream,
        output: screenOf(io).stdout,
        validate: (typed = '') => {
          if (typed.trim() === '') return optional ? undefined : 'an answer is required';
          return wrong(typed.trim());
        },
      }),
    ).trim();
}

/** Asks for confirmation; the default is no. */
export async function askYes(message: string, io: Io): Promise<boolean> {
  const input = io.stdin as NodeJS.ReadStream;
  const output = screenOf(io).stdout;
  return given(await confirm({ message, initialValue: false, input, output }));
}

function given<T>(answer: T): Exclude<T, symbol> {
  if (typeof answer === 'symbol') throw new QuorateError(EXIT.interrupted, [{ what: 'interrupted' }]);
  return answer as Exclude<T, symbol>;
}
