import { confirm, text } from '@clack/prompts';
import { EXIT, inOneLine, QuorateError, UsageError } from '../../errors/errors.ts';
import { ROLE_SECTIONS } from '../../inventory/draft.ts';
import type { RoleSection } from '../../inventory/draft.ts';
import type { Io } from '../terminal/io.ts';
import { sensible } from './answers.ts';
import type { Typed } from './answers.ts';
import { problemsSoFar } from './check.ts';
import { exampleHosts, formatHosts, parseHosts } from './hosts.ts';
import type { TypedHost } from './hosts.ts';
import { needsPrivateIp, resolveHere } from './private-ips.ts';

type Key = Exclude<keyof Typed, 'hosts'>;

const ROLES: Readonly<Record<RoleSection, string>> = {
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
 * Asks on the terminal for what the flags do not say, with an answer offered where there is a sensible one. Each
 * answer is checked when it is given.
 * @throws QuorateError (130) when the person gives up; UsageError when the flags are wrong already
 */
export async function askFor(directory: string, flags: Typed, io: Io): Promise<Typed> {
  const problems = (typed: Typed) => problemsSoFar(directory, typed, io);
  // Nobody could answer that away.
  if (problems(flags).length > 0) throw new UsageError(problems(flags));
  const interview = { ask: asker(io), check: (typed: Typed) => problems(typed).map(inOneLine)[0] };
  let typed = await askOne(flags, interview, {
    key: 'name',
    message: 'Name of the cluster',
    offered: sensible(directory, io, flags).name,
  });
  for (const role of ROLE_SECTIONS) typed = await askRole(typed, interview, role);
  const { user } = sensible(directory, io, typed);
  typed = await askOne(typed, interview, { key: 'user', message: 'Account to log in with', offered: user });
  for (const [key, message] of OPTIONAL) typed = await askOne(typed, interview, { key, message });
  const { version } = sensible(directory, io, typed);
  return askOne(typed, interview, { key: 'version', message: 'Release of Cloudify', offered: version });
}

interface Interview {
  readonly ask: Ask;
  /** What is wrong with the answers so far. */
  readonly check: (typed: Typed) => string | undefined;
}

interface Question {
  readonly key: Key;
  readonly message: string;
  /** Absent: no answer is needed. */
  readonly offered?: string;
}

async function askOne(
  typed: Typed,
  { ask, check }: Interview,
  { key, message, offered }: Question,
): Promise<Typed> {
  if (typed[key] !== undefined) return typed;
  const answered = (answer: string): Typed => ({ ...typed, [key]: answer });
  const optional = offered === undefined;
  const wrong = (answer: string) => check(answered(answer));
  return answered(await ask({ message, initialValue: offered ?? '', optional, wrong }));
}

async function askRole(typed: Typed, { ask, check }: Interview, role: RoleSection): Promise<Typed> {
  if (typed.hosts[role] !== undefined) return typed;
  const answered = (answer: string): Typed => ({ ...typed, hosts: { ...typed.hosts, [role]: answer } });
  const known = parseHosts('databases', typed.hosts.databases ?? '')[0]?.address;
  const answer = await ask({
    message: ROLES[role],
    placeholder: `such as ${exampleHosts(role, known)}`,
    optional: role === 'load_balancers',
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

/** Here the name may lead to another network than among the hosts: what it resolves to is only offered. */
async function askPrivateIp({ address }: TypedHost, ask: Ask, wrong: Asked['wrong']): Promise<string> {
  const initialValue = (await resolveHere(address)) ?? '';
  return ask({ message: `Private IP address of ${address}`, initialValue, wrong });
}

interface Asked {
  readonly message: string;
  readonly initialValue?: string;
  /** Shown, and no answer. */
  readonly placeholder?: string;
  readonly optional?: boolean;
  readonly wrong: (answer: string) => string | undefined;
}
type Ask = (asked: Asked) => Promise<string>;

function asker({ stdin, stdout }: Io): Ask {
  return async ({ optional = false, wrong, ...shown }) =>
    given(
      await text({
        ...shown,
        // Streams of Node by their shape.
        input: stdin as NodeJS.ReadStream,
        output: stdout as NodeJS.WriteStream,
        validate: (typed = '') => {
          if (typed.trim() === '') return optional ? undefined : 'An answer is needed';
          return wrong(typed.trim());
        },
      }),
    ).trim();
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
