import { ConnectError } from '../../../../errors/errors.ts';
import type { Host } from '../../../../model/cluster.ts';
import type { EffectiveHost, EffectiveSsh } from '../../config/effective.ts';
import type { SshOptions } from '../options.ts';
import { LimitedAgent } from './agent.ts';
import { identityKeys } from './identity.ts';
import { interactive } from './interactive.ts';
import type { Interactive } from './interactive.ts';
import { stateOfKey } from './keys.ts';
import { agentWays, keyWays, sha1Way } from './key-ways.ts';
import type { KeyWays } from './key-ways.ts';
import type { KeyFault, OpenedKey } from './keys.ts';
import { publicPartOf } from './public-part.ts';
import type { Way } from './way.ts';

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
 * Returns the login methods of a host, in the order in which they are tried: agent and key, password, prompts. With
 * `ssh.identity`, the agent offers this key only.
 * @throws ConnectError if the key in the inventory cannot be used
 */
export async function waysIn(
  host: EffectiveHost,
  options: SshOptions,
  open: (file: string) => Promise<OpenedKey>,
): Promise<Login> {
  const agent = agentOf(host.ssh, options);
  const { keys, skipped } = host.ssh.identity
    ? { keys: await ofIdentity(host, agent, open), skipped: [] }
    : await ofDefaults(host, agent, {
        open,
        defaults: host.ssh.identities ?? options.defaultIdentities ?? [],
      });
  const ways = [
    ...keys.map(({ first }) => first),
    ...passwordWays(host),
    ...keys.map(({ again }) => again),
    promptWay(host, options),
    sha1Way(host.ssh.user, keys),
  ];
  return { ways, skipped };
}

type Open = (file: string) => Promise<OpenedKey>;

async function ofIdentity(
  host: Host,
  agent: LimitedAgent | undefined,
  open: Open,
): Promise<readonly KeyWays[]> {
  const { user, identity = '' } = host.ssh;
  const found = await identityKeys(identity, agent, open);
  if ('problem' in found) throw new ConnectError([{ where: host.name, cause: 'auth', ...found.problem }]);
  const { held, opened, later } = found;
  return [
    ...(agent && held ? [agentWays(user, agent, `ssh agent (key ${identity})`)] : []),
    ...(opened ? [keyWays(user, opened.file, async () => opened)] : []),
    // The passphrase is needed only if the agent, which has the key, does not log in.
    ...(later ? [keyWays(user, later, ({ operator }) => operator(() => open(later)))] : []),
  ];
}

/** Default keys are used only if they have no passphrase. */
async function ofDefaults(
  host: EffectiveHost,
  agent: LimitedAgent | undefined,
  { open, defaults }: { readonly open: Open; readonly defaults: readonly string[] },
): Promise<{ readonly keys: readonly KeyWays[]; readonly skipped: Login['skipped'] }> {
  const { user, identitiesOnly } = host.ssh;
  if (identitiesOnly) await restrict(agent, defaults);
  const found = await Promise.all(defaults.map(async (file) => ({ file, state: await stateOfKey(file) })));
  const plain = found.filter(({ state }) => state === 'plain').map(({ file }) => file);
  const opened = await Promise.all(plain.map(async (file) => ({ file, key: await open(file) })));
  return {
    keys: [
      ...opened.flatMap(({ file, key }) => ('key' in key ? [keyWays(user, file, async () => key)] : [])),
      ...(agent ? [agentWays(user, agent, 'ssh agent')] : []),
    ],
    skipped: found.flatMap(({ file, state }) =>
      state === 'plain' || state === 'missing' ? [] : [{ file, why: state }],
    ),
  };
}

/** As IdentitiesOnly asks for, lets the agent offer only the keys of these files. */
async function restrict(agent: LimitedAgent | undefined, files: readonly string[]): Promise<void> {
  const keys = await Promise.all(files.map(publicPartOf));
  await agent?.restrictTo(...keys.flatMap((key) => key ?? []));
}

/** The agent of a host. undefined if there is none, or if the host must not use one. */
export function agentOf(ssh: EffectiveSsh, { clock, agentSocket }: SshOptions): LimitedAgent | undefined {
  const { agent, connectTimeoutMs } = ssh;
  const socket = ssh.agentSocket ?? agentSocket;
  return agent && socket ? new LimitedAgent(socket, { clock, connectTimeoutMs }) : undefined;
}

function passwordWays({ ssh: { user, password } }: Host): readonly Way[] {
  if (!password) return [];
  const method = { type: 'password', username: user, password: password.reveal() } as const;
  return [{ words: 'password', kind: 'password', prepare: async () => method }];
}

/** With PAM, sshd may offer only keyboard-interactive, whose hidden prompt asks for the password or for a code. */
function promptWay(host: Host, options: SshOptions): Way {
  let latest: Interactive | undefined;
  const unanswered = () => latest?.unanswered();
  return {
    words: 'keyboard-interactive',
    isUnanswerable: options.askPrompt === undefined && host.ssh.password === undefined,
    kind: 'keyboard-interactive',
    prepare: async ({ waiting }) => {
      latest = interactive(host, options, waiting);
      return latest.method;
    },
    fault: () => {
      const prompt = unanswered();
      return prompt && `the host prompted for "${prompt}", and there is no terminal to answer on`;
    },
    needsOperator: () => unanswered() !== undefined,
  };
}
