import { RUN_AGAIN, either, inOrder, manual, shellHere } from '../../../../model/next-step.ts';
import { quote } from '../../quote.ts';
import type { LimitedAgent } from './agent.ts';
import { stateOfKey } from './keys.ts';
import type { OpenedKey } from './keys.ts';
import { privateFileOf, publicPartOf } from './public-part.ts';
import type { Problem } from '../../../../errors/errors.ts';

type Key = Extract<OpenedKey, { key: unknown }>;

/** How the key that the inventory names can be used. */
type IdentityKeys =
  | { readonly problem: Problem }
  | {
      /** True if the agent has the key, and offers no other key. */
      readonly held: boolean;
      readonly opened?: Key & { readonly file: string };
      /** A file whose passphrase is prompted for only if the agent does not log in. */
      readonly later?: string;
    };

/**
 * Finds the key of `ssh.identity` in the agent and in its file. Prompts for a passphrase only if the agent does not have
 * the key.
 */
export async function identityKeys(
  identity: string,
  agent: LimitedAgent | undefined,
  open: (file: string) => Promise<OpenedKey>,
): Promise<IdentityKeys> {
  const wanted = agent && (await publicPartOf(identity));
  const held = agent !== undefined && wanted !== undefined && (await agent.restrictTo(wanted));
  const file = await privateFile(identity);
  if (file === undefined) return held ? { held } : { problem: notInAgent(identity) };
  if (!held || (await stateOfKey(file)) === 'plain') {
    const opened = await open(file);
    return 'problem' in opened ? (held ? { held } : opened) : { held, opened: { ...opened, file } };
  }
  return { held, ...((await stateOfKey(file)) === 'encrypted' && { later: file }) };
}

/** The file with the private key. Undefined if `identity` is a public key without its private key. */
async function privateFile(identity: string): Promise<string | undefined> {
  return identity.endsWith('.pub') ? privateFileOf(identity) : identity;
}

function notInAgent(identity: string): Problem {
  const key = identity.replace(/\.pub$/, '');
  return {
    what: `cannot use the key ${identity}`,
    why: 'it is a public key, its private key is not next to it, and the SSH agent does not have the key',
    next: inOrder(
      either(
        shellHere(`ssh-add ${quote(key)}`, 'add the private key to the agent'),
        manual('set `ssh.identity` to the private key'),
      ),
      RUN_AGAIN,
    ),
  };
}
