import { ConnectError } from '../../../errors/errors.ts';
import type { Host } from '../../../model/cluster.ts';
import type { Secret } from '../../../model/secret.ts';
import { NOTHING_CONFIGURED } from '../config/configured.ts';
import { effectiveHost, targetOf } from '../config/effective.ts';
import { sshConfig } from '../config/source.ts';
import { identityKeys } from './login/identity.ts';
import { keyRing, WRONG_KEY_PASSPHRASE } from './login/keys.ts';
import { agentOf } from './login/login-methods.ts';
import type { SshOptions } from './options.ts';

/** Passphrases that the operator has typed, by the file of the key. */
export type KeyPassphrases = ReadonlyMap<string, Secret>;

/**
 * Prompts for the passphrase of each key that the inventory names for these hosts, unless an agent has the key. Contacts no
 * host. Other faults of the keys are left to the connection.
 * @throws ConnectError if the operator types a wrong passphrase three times
 */
export async function typedPassphrases(hosts: readonly Host[], options: SshOptions): Promise<KeyPassphrases> {
  const { askPassphrase, sshConfig: source } = options;
  const typed = new Map<string, Secret>();
  if (!askPassphrase) return typed;
  const read = source ? sshConfig(source) : async () => NOTHING_CONFIGURED;
  const place = source ?? { home: '', env: {}, localUser: '' };
  for (const host of onePerKey(hosts)) {
    const { ssh } = effectiveHost(host, await read(targetOf(host)), place);
    const open = async (file: string) => {
      const ask = async (what: string) => {
        const passphrase = await askPassphrase(what);
        typed.set(file, passphrase);
        return passphrase;
      };
      return keyRing({ ...options, askPassphrase: ask })(file);
    };
    const found = await identityKeys(ssh.identity ?? '', agentOf(ssh, options), open);
    if ('problem' in found && found.problem.why === WRONG_KEY_PASSPHRASE)
      throw new ConnectError([{ where: host.name, cause: 'auth', ...found.problem }]);
  }
  return typed;
}

/** The first host of each key: the other hosts use the same passphrase. */
function onePerKey(hosts: readonly Host[]): readonly Host[] {
  const first = new Map<string, Host>();
  for (const host of hosts)
    if (host.ssh.identity && !first.has(host.ssh.identity)) first.set(host.ssh.identity, host);
  return [...first.values()];
}
