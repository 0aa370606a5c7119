import type { Host } from '../../model/cluster.ts';
import { jumpText } from '../../model/host/jump-hosts.ts';
import { SECOND } from '../../model/duration.ts';
import type { Configured } from '../../transport/ssh/config/configured.ts';
import { isSet } from '../../transport/ssh/config/effective.ts';
import type { EffectiveHost } from '../../transport/ssh/config/effective.ts';

/** An effective setting of a host. */
export interface Setting {
  readonly keyword: string;
  readonly value: string;
  readonly source: 'inventory' | 'ssh_config' | 'default';
  /** `file:line` of each value of ssh_config, as far as the parser can determine it. */
  readonly at: readonly string[];
}

interface Row {
  readonly keyword: string;
  readonly value: string | undefined;
  /** True if the inventory sets it. */
  readonly isOwn?: boolean;
}

/** Returns the effective settings of a host, and where each comes from. @param member the host before ssh_config */
export function sshSettingsOf(member: Host, host: EffectiveHost, configured: Configured): readonly Setting[] {
  return [...loginRows(member, host), ...connectionRows(member, host)].flatMap(
    ({ keyword, value, isOwn }) => {
      if (value === undefined || value === '') return [];
      const values = isOwn ? [] : (configured.values.get(keyword) ?? []);
      const source = isOwn ? 'inventory' : values.length > 0 ? 'ssh_config' : 'default';
      return [{ keyword, value, source, at: values.flatMap(({ at }) => at ?? []) }];
    },
  );
}

function loginRows({ address, ssh: set }: Host, { address: hostName, ssh }: EffectiveHost): readonly Row[] {
  return [
    { keyword: 'HostName', value: hostName, isOwn: hostName === address },
    { keyword: 'User', value: ssh.user, isOwn: isSet(set, 'user') },
    { keyword: 'Port', value: String(ssh.port), isOwn: isSet(set, 'port') },
    { keyword: 'IdentityFile', value: ssh.identity ?? ssh.identities?.join(' '), isOwn: !!set.identity },
    { keyword: 'IdentitiesOnly', value: ssh.identitiesOnly ? 'yes' : undefined },
    { keyword: 'IdentityAgent', value: ssh.agent ? ssh.agentSocket : 'none', isOwn: isSet(set, 'agent') },
  ];
}

const seconds = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : String(ms / SECOND);

function connectionRows({ ssh: set }: Host, { ssh }: EffectiveHost): readonly Row[] {
  return [
    { keyword: 'HostKeyAlias', value: ssh.hostKeyAlias },
    { keyword: 'UserKnownHostsFile', value: ssh.knownHosts, isOwn: isSet(set, 'known_hosts') },
    { keyword: 'GlobalKnownHostsFile', value: ssh.moreKnownHosts?.join(' ') },
    { keyword: 'HostKeyAlgorithms', value: ssh.hostKeyAlgorithms?.join(',') },
    { keyword: 'KexAlgorithms', value: ssh.algorithms?.kex?.join(',') },
    { keyword: 'Ciphers', value: ssh.algorithms?.cipher?.join(',') },
    { keyword: 'MACs', value: ssh.algorithms?.hmac?.join(',') },
    { keyword: 'ConnectTimeout', value: seconds(ssh.connectTimeoutMs), isOwn: isSet(set, 'connect_timeout') },
    { keyword: 'ServerAliveInterval', value: seconds(ssh.keepaliveMs) },
    { keyword: 'ServerAliveCountMax', value: ssh.keepaliveCount?.toString() },
    { keyword: 'ProxyJump', value: ssh.jump?.map(jumpText).join(','), isOwn: set.jump !== undefined },
  ];
}
