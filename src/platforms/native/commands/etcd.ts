import { endpoint } from '../../../model/address.ts';
import type { Host } from '../../../model/cluster.ts';
import { MINUTE } from '../../../model/duration.ts';
import type { Command } from '../../../model/host/command.ts';
import type { HostName } from '../../../model/names.ts';
import { STATE_DIRECTORY } from '../../../model/stored-formats.ts';
import { databasePaths } from '../paths.ts';

/** Run on a member: adds a host to etcd, without a vote. Does nothing if etcd lists the host. */
export function addLearner({ name, privateIp }: Host): Command {
  const peer = `https://${endpoint(privateIp, 2380)}`;
  return etcdctl(['member', 'add', { live: 'new-etcd-member', of: name }, '--learner', '--peer-urls', peer]);
}

/** Run on a member: gives a learner its vote. Fails unless the learner has caught up. Does nothing if it votes. */
export function promoteLearner(name: HostName): Command {
  return etcdctl(['member', 'promote', { live: 'etcd-learner', of: name }]);
}

/** Run on a member: saves etcd's data in a file, from which an operator can restore it. Replaces an earlier file. */
export function saveSnapshot(reason: string): Command {
  return etcdctl(['snapshot', 'save', `${STATE_DIRECTORY}/etcd-${reason}.snapshot`]);
}

/** Run on a remaining member: removes a member from etcd. Does nothing if etcd does not list it. */
export function removeEtcdMember(name: HostName): Command {
  return etcdctl(['member', 'remove', { live: 'etcd-member', of: name }]);
}

function etcdctl(args: Command['args']): Command {
  const { etcdCa, etcdCertificate, etcdKey } = databasePaths;
  const login = ['--cacert', etcdCa, '--cert', etcdCertificate, '--key', etcdKey];
  const server = ['--endpoints', 'https://127.0.0.1:2379'];
  return { program: 'etcdctl', args: [...server, ...login, ...args], as: 'root', timeoutMs: MINUTE };
}
