/**
 * A TCP port that the services of a role listen on. `ours`: the programs of these services, which may listen on it
 * already.
 */
export interface WantedPort {
  readonly port: number;
  readonly what: string;
  readonly ours: readonly string[];
  /** True if HAProxy binds it at the virtual address, so that a member may listen on it at its own address. */
  readonly virtual?: true;
}
