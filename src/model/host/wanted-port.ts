/** A TCP port that a role's services listen on; `ours` are the programs that may hold it already. */
export interface WantedPort {
  readonly port: number;
  readonly what: string;
  readonly ours: readonly string[];
}
