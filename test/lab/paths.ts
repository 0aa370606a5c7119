import { join, resolve } from 'node:path';

/** The lab stores all its files on this machine in `.lab` of the clone. They are not committed. */
const repository = resolve(import.meta.dirname, '../..');
const lab = join(repository, '.lab');
/** Directory that `quorate init` created. */
const cluster = join(lab, 'cluster');

export const paths = {
  repository,
  lab,
  composeFile: join(repository, 'docker-compose.test.yml'),
  image: join(import.meta.dirname, 'image'),
  key: join(lab, 'id_ed25519'),
  knownHosts: join(lab, 'known_hosts'),
  cluster,
  inventory: join(cluster, 'inventory.yaml'),
  certificates: join(cluster, 'certificates'),
  license: join(lab, 'license.yaml'),
  dockerdLog: join(lab, 'dockerd.log'),
  buildLog: join(lab, 'build.log'),
  /** Inventories for other layouts than the ten hosts of the current release. */
  layouts: join(lab, 'layouts'),
  external: join(lab, 'external'),
  /** Certificate of the CA of an external service. */
  externalCa: (name: string) => join(lab, 'external', `${name}.crt`),
  /** Files that are copied into /etc/ssh of a host before it starts. */
  hostFiles: (name: string) => join(lab, 'hosts', name),
} as const;
