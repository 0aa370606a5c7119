import type { Cluster } from '../model/cluster.ts';
import type { HostName } from '../model/names.ts';
import type { SecretsSource, ValueSource } from '../model/sources.ts';

/** One cluster as its operator described it, with absolute paths of the files on this machine that it refers to. */
export interface Inventory {
  readonly cluster: Cluster;
  /** The path of the file, as the operator gave it. */
  readonly path: string;
  readonly directory: string;
  readonly tlsDirectory: string;
  /** Paths of the CAs of external services that have their own. */
  readonly serviceCa: { readonly database?: string; readonly broker?: string };
  readonly secretsSource: SecretsSource;
  /** SSH and sudo passwords that are in files or that commands print. */
  readonly hostPasswords: readonly HostPasswordSource[];
  readonly packagePath?: string;
  readonly licensePath?: string;
  /** The key of the extra repository of packages. */
  readonly repositoryKeyPath?: string;
  /** The directory of package files for hosts without a network. */
  readonly packageDirectory?: string;
  /** The text of the file, for its digest and for edits that keep its comments. */
  readonly text: string;
}

export interface HostPasswordSource {
  readonly host: HostName;
  readonly key: 'password' | 'becomePassword';
  readonly source: ValueSource;
  /** File, line and column of this source in the inventory. */
  readonly where: string;
}
