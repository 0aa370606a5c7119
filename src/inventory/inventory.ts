import type { Cluster } from '../model/cluster.ts';
import type { HostName } from '../model/names.ts';
import type { SecretsSource, ValueSource } from '../model/sources.ts';

/** One cluster as its operator described it, with absolute paths to what lies beside it on the laptop. */
export interface Inventory {
  readonly cluster: Cluster;
  /** The file, as it was named. */
  readonly path: string;
  readonly directory: string;
  readonly tlsDirectory: string;
  /** Files with the CAs of external services that have their own. */
  readonly serviceCa: { readonly database?: string; readonly broker?: string };
  readonly secretsSource: SecretsSource;
  /** Passwords of hosts that are in files, or that commands print; `where` the inventory says so. */
  readonly hostPasswords: readonly HostPasswordSource[];
  readonly packagePath?: string;
  readonly licensePath?: string;
  /** The file's own text, for its digest and for edits that keep its comments. */
  readonly text: string;
}

export interface HostPasswordSource {
  readonly host: HostName;
  readonly key: 'password' | 'becomePassword';
  readonly source: ValueSource;
  readonly where: string;
}
