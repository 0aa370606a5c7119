import type { HostKeyState, HostTrust } from '../../model/host/host-trust.ts';
import { columns } from '../text.ts';

const STATES: Readonly<Record<HostKeyState, string>> = {
  known: 'in known_hosts',
  new: 'new',
  other: 'not in known_hosts, which has another key of the host',
  changed: 'changed: known_hosts has another key',
  revoked: 'revoked',
};

/** Lists the keys of each host with their fingerprints, and whether known_hosts and the inventory have them. */
export function trustTable(hosts: readonly HostTrust[]): string {
  return hosts
    .flatMap(({ host, address, port, knownHosts, keys, expected }) => [
      `${host}  ${address} port ${port}  (${knownHosts})`,
      ...columns(
        keys.map(({ type, fingerprint, state }) => [
          `  ${type}`,
          fingerprint,
          `${STATES[state]}${expected.includes(fingerprint) ? ', matches the inventory' : ''}`,
        ]),
      ),
      ...(keys.length === 0 ? ['  no key fetched'] : []),
    ])
    .join('\n');
}
