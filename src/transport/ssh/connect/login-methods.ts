import type { AnyAuthMethod } from 'ssh2';
import { ConnectError } from '../../../errors/errors.ts';
import type { Host, SshSettings } from '../../../model/cluster.ts';
import { agentHolds, stateOfKey } from './keys.ts';
import type { OpenedKey } from './keys.ts';
import type { SshOptions } from './options.ts';

/** A login method, with a description for messages. */
export interface Way {
  readonly words: string;
  readonly method: AnyAuthMethod;
}

/** The login methods of a host, and the default keys that are not used. */
export interface Login {
  readonly ways: readonly Way[];
  readonly skipped: readonly SkippedKey[];
}

/** A default key that exists and is not used. */
export interface SkippedKey {
  readonly file: string;
  readonly why: 'encrypted' | 'unusable';
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
  const agent = host.ssh.agent ? options.agentSocket : undefined;
  const { files, skipped } = await keyFiles(host.ssh, agent, options.defaultIdentities ?? []);
  const keys = await Promise.all(files.map(async (file) => ({ file, opened: await open(file) })));
  const problems = keys.flatMap(({ opened }) =>
    'problem' in opened ? [{ where: host.name, ...opened.problem }] : [],
  );
  if (problems.length > 0) throw new ConnectError(problems);
  const ways = [
    ...keys.flatMap(({ file, opened }) => ('key' in opened ? [keyWay(user, file, opened)] : [])),
    ...(agent ? [{ words: 'ssh agent', method: { type: 'agent', username: user, agent } as const }] : []),
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
  agent: string | undefined,
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
      state === 'encrypted' || state === 'unusable' ? [{ file, why: state }] : [],
    ),
  };
}

function keyWay(username: string, file: string, { key }: Extract<OpenedKey, { key: unknown }>): Way {
  return { words: `key ${file}`, method: { type: 'publickey', username, key } };
}

/** With PAM, sshd may offer only keyboard-interactive, whose hidden prompt asks for the password. */
function passwordWays(username: string, password: string): readonly Way[] {
  return [
    { words: 'password', method: { type: 'password', username, password } },
    {
      words: 'keyboard-interactive',
      method: {
        type: 'keyboard-interactive',
        username,
        prompt: (...[, , , prompts, finish]) => finish(prompts.map(({ echo }) => (echo ? '' : password))),
      },
    },
  ];
}
