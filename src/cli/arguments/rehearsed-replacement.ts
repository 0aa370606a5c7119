import { UsageError } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import type { Change } from '../../model/change.ts';
import type { Cluster, Host } from '../../model/cluster.ts';
import type { HostName } from '../../model/names.ts';

interface Replaced {
  readonly name: HostName;
  /** Of the successor; undefined: the same. */
  readonly address: string | undefined;
}

/** `replace-host`, tried: its host is dead by then, and another machine, bare, stands in its place. */
export function rehearsedSuccessor({ name, address }: Replaced) {
  const successor = (cluster: Cluster) => movedTo(cluster, hostIn(cluster, name), address);
  return {
    playbook: (cluster: Cluster) => `replace-${hostIn(cluster, name).role.replace('_', '-')}`,
    change: (cluster: Cluster): Change => {
      const members = [{ replacement: successor(cluster), former: [hostIn(cluster, name)] }] as const;
      return { kind: 'replace', members, down: [] };
    },
    dead: name,
    successor,
  };
}

/** Addresses that follow from the one that is moved follow it. @throws UsageError for one that another host has */
function movedTo(cluster: Cluster, host: Host, address = host.address): Host {
  const other = cluster.hosts.find((one) => one !== host && [one.address, one.privateIp].includes(address));
  if (other) {
    const what = `--command: ${other.name} has the address ${address} already`;
    throw new UsageError([{ what, next: `another address for ${host.name}` }]);
  }
  const moved = (own: string) => (own === host.address ? address : own);
  return { ...host, address, privateIp: moved(host.privateIp), publicIp: moved(host.publicIp) };
}

function hostIn({ hosts }: Cluster, name: HostName): Host {
  const host = hosts.find((one) => one.name === name);
  if (host) return host;
  const names = hosts.map((one) => one.name);
  const what = `the inventory has no host ${name}${didYouMean(name, names)}`;
  throw new UsageError([{ what, next: `one of ${names.join(', ')}` }]);
}
