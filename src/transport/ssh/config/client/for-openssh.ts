import type { Host } from '../../../../model/cluster.ts';
import { strongOnly } from '../algorithms.ts';
import { configuredText } from '../configured.ts';
import type { Configured } from '../configured.ts';
import type { EffectiveHost } from '../effective.ts';
import { ALGORITHM_KEYWORDS, namesNoFile } from '../overridden.ts';

/** A host for the OpenSSH client, which applies ssh_config itself. Its address is therefore its name in ssh_config. */
export interface OpenSshHost extends EffectiveHost {
  /** Options in place of values of ssh_config that would weaken security. */
  readonly overrides: Readonly<Record<string, string>>;
}

/** Settings that only some versions of ssh know. ssh_config may set them only if the ssh of this machine knows them. */
const SWITCHED_OFF = ['ForkAfterAuthentication', 'GSSAPIKeyExchange', 'GSSAPITrustDns'];

/** @param asked the host with the settings that the inventory sets, before those of ssh_config */
export function forOpenSsh(asked: Host, effective: EffectiveHost, configured: Configured): OpenSshHost {
  const isSet = (keyword: string) => configuredText(configured, keyword) !== undefined;
  const passed = [
    ...(isSet('User') ? [] : ['user']),
    ...(namesNoFile(configured, 'UserKnownHostsFile') ? ['known_hosts'] : []),
  ];
  const defaults = asked.ssh.defaults?.filter((key) => !passed.includes(key));
  return {
    ...effective,
    address: asked.address,
    ssh: { ...effective.ssh, ...(defaults && { defaults }) },
    overrides: Object.fromEntries([
      ...SWITCHED_OFF.filter(isSet).map((keyword) => [keyword, 'no'] as const),
      ...ALGORITHM_KEYWORDS.flatMap((keyword) => {
        const strong = strongOnly(keyword, configuredText(configured, keyword));
        return strong === undefined ? [] : [[keyword, strong] as const];
      }),
    ]),
  };
}
