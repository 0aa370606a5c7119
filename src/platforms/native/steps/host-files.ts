import { renderConfig } from '../../../components/render-config.ts';
import type { ConfigObject } from '../../../components/config-object.ts';
import type { Host } from '../../../model/cluster.ts';
import type { Word } from '../../../model/host/command.ts';
import type { KeyPair } from '../../../model/material.ts';
import type { AbsolutePath } from '../../../model/names.ts';
import type { FileSpec } from '../../../model/plan/step.ts';
import { isJoining, keptMembersOf, type PhaseInput } from '../../../phases/phase.ts';
import { memberToJoin } from '../../../phases/member-to-join.ts';
import { applicationEnvironment } from '../config/application.ts';
import { databasesOf, etcdConfig, etcdLogin } from '../config/etcd.ts';
import { patroniConfig } from '../config/patroni.ts';
import { betweenNodesConfig, BROKER_PLUGINS, brokerConfig, brokerEnvironment } from '../config/rabbitmq.ts';
import { applicationCa, brokerPaths, databasePaths } from '../paths.ts';

/** Files that must exist before the packages are installed. */
export function filesBeforePackages(host: Host): readonly FileSpec[] {
  if (host.role !== 'database') return [];
  return [file(databasePaths.createCluster, 'create_main_cluster = false\n', PUBLIC)];
}

/** The configuration and the certificates of a member. */
export function memberFiles(input: PhaseInput, host: Host): readonly FileSpec[] {
  switch (host.role) {
    case 'database':
      return [...databaseCertificates(input, host), etcdFile(input, host), patroniFile(input, host)];
    case 'broker':
      return brokerFiles(input, host);
    case 'manager':
      return applicationFiles(input);
    case 'load_balancer':
      return [];
  }
}

/** The file that names the members of etcd. */
function etcdFile(input: PhaseInput, host: Host): FileSpec {
  const joins = isJoining(input, host) && keptMembersOf(input, 'database').length > 0;
  const members = { members: databasesOf(input.after), state: joins ? 'existing' : 'new' } as const;
  return yaml(databasePaths.etcdConfig, etcdConfig(host, input.material, members), readableBy('etcd'));
}

function patroniFile({ after, material }: PhaseInput, host: Host): FileSpec {
  return yaml(databasePaths.patroniConfig, patroniConfig(after, host, material), readableBy('postgres'));
}

function databaseCertificates({ material }: PhaseInput, host: Host): readonly FileSpec[] {
  const { certificate, key } = pairOf(material.hosts[host.name], host);
  const etcd = pairOf(material.etcd?.pairs[host.name], host);
  const etcdCa = material.etcd?.ca ?? '';
  const at = databasePaths;
  return [
    file(at.etcdCa, etcdCa, PUBLIC),
    file(at.etcdCertificate, etcd.certificate, PUBLIC),
    file(at.etcdKey, etcd.key, readableBy('etcd')),
    file(at.etcdLogin, etcdLogin(), PUBLIC),
    file(at.ca, material.ca, PUBLIC),
    file(at.certificate, certificate, PUBLIC),
    file(at.key, key, readableBy('postgres')),
    file(at.clientCa, etcdCa, PUBLIC),
    file(at.clientCertificate, etcd.certificate, PUBLIC),
    file(at.clientKey, etcd.key, readableBy('postgres')),
  ];
}

function brokerFiles(input: PhaseInput, host: Host): readonly FileSpec[] {
  const { after, material } = input;
  const { certificate, key } = pairOf(material.hosts[host.name], host);
  const seed = memberToJoin(input, host, 'broker');
  const config = brokerConfig(after, host, { password: material.secrets.rabbitmq_password, seed });
  const at = brokerPaths;
  return [
    file(at.ca, material.ca, PUBLIC),
    file(at.certificate, certificate, PUBLIC),
    file(at.key, key, readableBy('rabbitmq')),
    file(at.cookie, material.secrets.erlang_cookie, { mode: 0o400, owner: 'rabbitmq:rabbitmq' }),
    file(at.config, config, readableBy('rabbitmq')),
    file(at.environment, brokerEnvironment(after, host), PUBLIC),
    file(at.betweenNodes, betweenNodesConfig(), PUBLIC),
    file(at.plugins, BROKER_PLUGINS, PUBLIC),
  ];
}

function applicationFiles({ after, material }: PhaseInput): readonly FileSpec[] {
  const { environmentFile } = after.native?.application ?? {};
  const environment = applicationEnvironment(after, material);
  return [
    file(applicationCa, material.ca, PUBLIC),
    ...(environmentFile === undefined
      ? []
      : [file(environmentFile, environment, { mode: 0o600, owner: 'root:root' })]),
  ];
}

type Access = Pick<FileSpec, 'mode' | 'owner'>;

export const PUBLIC: Access = { mode: 0o644, owner: 'root:root' };

export function readableBy(group: string): Access {
  return { mode: 0o640, owner: `root:${group}` };
}

export function file(path: AbsolutePath, whole: Word, access: Access): FileSpec {
  return { path, ...access, want: { whole }, compare: 'content' };
}

function yaml(path: AbsolutePath, config: ConfigObject, access: Access): FileSpec {
  return file(path, renderConfig(config), access);
}

function pairOf(pair: KeyPair | undefined, { name }: Host): KeyPair {
  if (!pair) throw new Error(`the certificates of ${name} were not loaded from the local files`);
  return pair;
}
