/**
 * Typed on a database: the command lines of `patronictl`.
 * @param patronictl the program with its configuration, which depend on the platform
 */
export function patroniCommands(patronictl: string) {
  return {
    list: `${patronictl} list`,
    /** Makes this member the leader, even if commits are lost. */
    failover: (member: string) => `${patronictl} failover --candidate ${member} --force`,
  };
}
