import type { AnyAuthMethod, Prompt } from 'ssh2';
import { ConnectError } from '../../../../errors/errors.ts';
import type { Host, SshSettings } from '../../../../model/cluster.ts';
import { LimitedAgent } from './agent.ts';
import { agentHolds, stateOfKey } from './keys.ts';
import type { KeyFault, OpenedKey } from './keys.ts';
import type { SshOptions } from '../options.ts';

/** A login method, with a description for messages. */
interface Way {
  readonly words: string;
  readonly method: AnyAuthMethod;
  /**
   * Returns a reason of this machine why the method could not be completed: the agent failed, or the host prompts for
   * something that Quorate does not answer. Undefined if the host rejected it, or if it was not tried.
   */
  readonly fault?: () => string | undefined;
}

/** The login methods of a host, and the default keys that are not used. */
export interface Login {
  readonly ways: readonly Way[];
  readonly skipped: readonly SkippedKey[];
}

/** A default key that exists and is not used. */
export interface SkippedKey {
  readonly file: string;
  readonly why: 'encrypted' | KeyFault;
}

/**
 * Returns the login methods of a host, in the order in which they are tried: key, agent, password.
 * @throws ConnectError if the key in the inventory cannot be used
 */
export async function waysIn(
  host: Host,
  options: SshOptions,
  open: (file: string) => Promise<OpenedKey>,
): Promise<Login> {
  const { user, password } = host.ssh;
  const agent = agentOf(host.ssh, options);
  const { files, skipped } = await keyFiles(host.ssh, agent, options.defaultIdentities ?? []);
  const keys = await Promise.all(files.map(async (file) => ({ file, opened: await open(file) })));
  const problems = keys.flatMap(({ opened }) =>
    'problem' in opened ? [{ where: host.name, ...opened.problem }] : [],
  );
  if (problems.length > 0) throw new ConnectError(problems);
  const ways = [
    ...keys.flatMap(({ file, opened }) => ('key' in opened ? [keyWay(user, file, opened)] : [])),
    ...(agent ? [agentWay(user, agent)] : []),
    ...(password ? passwordWays(user, password.reveal()) : []),
  ];
  return { ways, skipped };
}

/**
 * The key files to log in with. Skips an encrypted `ssh.identity` that the agent has, because its passphrase is then
 * not needed. Default keys are used only if they have no passphrase.
 */
async function keyFiles(
  ssh: SshSettings,
  agent: LimitedAgent | undefined,
  defaults: readonly string[],
): Promise<{ readonly files: readonly string[]; readonly skipped: readonly SkippedKey[] }> {
  if (ssh.identity) {
    const held =
      agent !== undefined &&
      (await stateOfKey(ssh.identity)) !== 'plain' &&
      (await agentHolds(agent, ssh.identity));
    return { files: held ? [] : [ssh.identity], skipped: [] };
  }
  const found = await Promise.all(defaults.map(async (file) => ({ file, state: await stateOfKey(file) })));
  return {
    files: found.filter(({ state }) => state === 'plain').map(({ file }) => file),
    skipped: found.flatMap(({ file, state }) =>
      state === 'plain' || state === 'missing' ? [] : [{ file, why: state }],
    ),
  };
}

function agentOf({ agent, connectTimeoutMs }: SshSettings, options: SshOptions): LimitedAgent | undefined {
  const { agentSocket, clock } = options;
  return agent && agentSocket ? new LimitedAgent(agentSocket, { clock, connectTimeoutMs }) : undefined;
}

function agentWay(username: string, agent: LimitedAgent): Way {
  return { words: 'ssh agent', method: { type: 'agent', username, agent }, fault: () => agent.fault() };
}

function keyWay(username: string, file: string, { key }: Extract<OpenedKey, { key: unknown }>): Way {
  return { words: `key ${file}`, method: { type: 'publickey', username, key } };
}

/** With PAM, sshd may offer only keyboard-interactive, whose hidden prompt asks for the password. */
function passwordWays(username: string, password: string): readonly Way[] {
  let other: string | undefined;
  return [
    { words: 'password', method: { type: 'password', username, password } },
    {
      words: 'keyboard-interactive',
      method: {
        type: 'keyboard-interactive',
        username,
        prompt: (...[, , , prompts, finish]) => {
          const unknown = prompts.find((prompt) => !asksForPassword(prompt));
          other ??= unknown?.prompt.trim().slice(0, LONGEST_PROMPT);
          // Without an answer, sshd would close the connection. Empty answers only fail this method.
          finish(prompts.map(() => (unknown ? '' : password)));
        },
      },
      fault: () => other && `the host prompted for "${other}", which Quorate does not answer`,
    },
  ];
}

/** The longest text of a prompt in a message. */
const LONGEST_PROMPT = 80;
const OTHER_PASSWORD = /\b(new|retype|one[- ]?time|otp|verification|token|code|pin)\b/i;

/** True for a hidden prompt for the account's password. A second factor must not receive it, even if it is a password. */
function asksForPassword({ prompt, echo = false }: Prompt): boolean {
  return !echo && /\bpassword\b/i.test(prompt) && !OTHER_PASSWORD.test(prompt);
}
