import type { AnyAuthMethod, ParsedKey } from 'ssh2';
import type { LimitedAgent } from './agent.ts';
import type { OpenedKey } from './keys.ts';
import { isRsa, RsaAgent, rsaSignatures, Sha1Probe, signingWith } from './rsa.ts';
import type { RsaSignature } from './rsa.ts';
import type { Waiting } from './waiting.ts';
import type { Way } from './way.ts';

/** The ways to log in with the keys of one file or agent. */
export interface KeyWays {
  readonly first: Way;
  /** The second signature of RSA keys. A server may announce both and accept only one. */
  readonly again: Way;
  readonly rsaKeys: () => Promise<readonly ParsedKey[]>;
}

type Method = AnyAuthMethod | { readonly fault: string };

/** @param use prepares the method; `name` is the signature of RSA keys, `only` is set if other keys are not offered */
function waysOf(
  about: Pick<Way, 'words' | 'fault'>,
  use: (name: RsaSignature, waiting: Waiting, only?: true) => Promise<Method>,
): Pick<KeyWays, 'first' | 'again'> {
  const first: Way = {
    ...about,
    kind: 'publickey',
    prepare: ({ announced, waiting }) => use(rsaSignatures(announced())[0], waiting),
  };
  const again: Way = {
    ...about,
    kind: 'publickey',
    after: [first],
    prepare: async ({ announced, waiting }) => {
      const [, second] = rsaSignatures(announced());
      return second ? use(second, waiting, true) : { fault: 'no other signature' };
    },
  };
  return { first, again };
}

export function agentWays(username: string, agent: LimitedAgent, words: string): KeyWays {
  const about = { words, fault: () => agent.fault() };
  return {
    ...waysOf(about, async (name, _waiting, only) => ({
      type: 'agent',
      username,
      agent: new RsaAgent(agent, { name, ...(only && { only }) }),
    })),
    rsaKeys: () =>
      new Promise((resolve, reject) =>
        agent.getIdentities((error, keys = []) =>
          error ? reject(error) : resolve((keys as ParsedKey[]).filter(isRsa)),
        ),
      ),
  };
}

/** @param open may prompt for a passphrase */
export function keyWays(
  username: string,
  file: string,
  open: (waiting: Waiting) => Promise<OpenedKey>,
): KeyWays {
  let rsa: readonly ParsedKey[] = [];
  const ways = waysOf({ words: `key ${file}` }, async (name, waiting, only) => {
    const opened = await open(waiting);
    if (!('key' in opened)) return { fault: String(opened.problem.why) };
    const { key } = opened;
    if (isRsa(key)) {
      rsa = [key];
      return { type: 'publickey', username, key: signingWith(name, key) };
    }
    return only ? { fault: 'no other signature' } : { type: 'publickey', username, key };
  });
  return { ...ways, rsaKeys: async () => rsa };
}

/** Finds out, without a signature, whether the host accepts one of the rejected RSA keys with SHA-1. */
export function sha1Way(username: string, keys: readonly KeyWays[]): Way {
  let isAccepted = false;
  const rsaKeys = async () => (await Promise.all(keys.map((one) => one.rsaKeys()))).flat();
  const probe = new Sha1Probe(rsaKeys, () => (isAccepted = true));
  return {
    words: 'ssh-rsa',
    kind: 'publickey',
    after: keys.map(({ first }) => first),
    isSha1Only: () => isAccepted,
    prepare: async () => ({ type: 'agent', username, agent: probe }),
  };
}
