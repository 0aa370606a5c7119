import type { AnyAuthMethod } from 'ssh2';
import { ConnectError } from '../../../errors/errors.ts';
import type { Host, SshSettings } from '../../../model/cluster.ts';
import { agentHolds, isPlainKey } from './keys.ts';
import type { OpenedKey } from './keys.ts';
import type { SshOptions } from './options.ts';

/** A login method, with a description for messages. */
export interface Way {
  readonly words: string;
  readonly method: AnyAuthMethod;
}

/**
 * The login methods of a host, in the order in which they are tried: key, agent, password.
 * @throws ConnectError if the key in the inventory cannot be used
 */
export async function waysIn(
  host: Host,
  options: SshOptions,
  open: (file: string) => Promise<OpenedKey>,
): Promise<readonly Way[]> {
  const { user, password } = host.ssh;
  const agent = host.ssh.agent ? options.agentSocket : undefined;
  const files = await keyFiles(host.ssh, agent, options.defaultIdentities ?? []);
  const keys = await Promise.all(files.map(async (file) => ({ file, opened: await open(file) })));
  const problems = keys.flatMap(({ opened }) =>
    'problem' in opened ? [{ where: host.name, ...opened.problem }] : [],
  );
  if (problems.length > 0) throw new ConnectError(problems);
  return [
    ...keys.flatMap(({ file, opened }) => ('key' in opened ? [keyWay(user, file, opened)] : [])),
    ...(agent ? [{ words: 'ssh agent', method: { type: 'agent', username: user, agent } as const }] : []),
    ...(password ? passwordWays(user, password.reveal()) : []),
  ];
}

/**
 * The key files to log in with. Skips an encrypted `ssh.identity` that the agent has, because its passphrase is then
 * not needed. Default keys are used only if they have no passphrase.
 */
async function keyFiles(
  ssh: SshSettings,
  agent: string | undefined,
  defaults: readonly string[],
): Promise<readonly string[]> {
  if (ssh.identity) {
    const held =
      agent !== undefined && !(await isPlainKey(ssh.identity)) && (await agentHolds(agent, ssh.identity));
    return held ? [] : [ssh.identity];
  }
  const plain = await Promise.all(defaults.map(async (file) => ((await isPlainKey(file)) ? [file] : [])));
  return plain.flat();
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
