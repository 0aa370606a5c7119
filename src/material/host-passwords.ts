import { UsageError } from '../errors/errors.ts';
import type { Problem } from '../errors/errors.ts';
import type { Inventory, HostPasswordSource } from '../inventory/inventory.ts';
import type { Host } from '../model/cluster.ts';
import type { EnvironmentVariables, Secret } from '../model/secret.ts';
import { obtainValue } from '../secrets/sources/value.ts';

/**
 * Returns the inventory with the SSH and sudo passwords from environment variables, files and commands. Reads each
 * source only once, even if several hosts use it.
 * @throws UsageError with a problem for each source without a password
 */
export async function withHostPasswords(inventory: Inventory, env: EnvironmentVariables): Promise<Inventory> {
  if (inventory.hostPasswords.length === 0) return inventory;
  const { values, problems } = await readPasswords(inventory.hostPasswords, env);
  if (problems.length > 0) throw new UsageError(problems);
  const hosts = inventory.cluster.hosts.map((host) => withPasswords(host, inventory.hostPasswords, values));
  return { ...inventory, cluster: { ...inventory.cluster, hosts } };
}

/** Returns a problem for each source without a password. */
export async function hostPasswordProblems(
  sources: readonly HostPasswordSource[],
  env: EnvironmentVariables,
): Promise<readonly Problem[]> {
  return (await readPasswords(sources, env)).problems;
}

async function readPasswords(sources: readonly HostPasswordSource[], env: EnvironmentVariables) {
  const distinct = new Map(sources.map((source) => [keyOf(source), source]));
  const problems: Problem[] = [];
  const values = new Map<string, Secret>();
  await Promise.all(
    [...distinct].map(async ([key, source]) => {
      try {
        values.set(key, await obtainValue(source.source, env));
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        problems.push(...error.problems.map((problem) => inInventory(problem, source)));
      }
    }),
  );
  return { values, problems };
}

const keyOf = ({ source }: HostPasswordSource): string => JSON.stringify(source);

/**
 * Changes the location of a problem to the inventory, where the operator can fix the problem. The source is named in
 * the text.
 */
function inInventory({ where = '', what, ...rest }: Problem, source: HostPasswordSource): Problem {
  return { ...rest, where: source.where, what: `${where}: ${what}` };
}

function withPasswords(
  host: Host,
  sources: readonly HostPasswordSource[],
  values: ReadonlyMap<string, Secret>,
): Host {
  const own = sources.filter((source) => source.host === host.name);
  const passwords = Object.fromEntries(own.map((source) => [source.key, values.get(keyOf(source))]));
  return own.length === 0 ? host : { ...host, ssh: { ...host.ssh, ...passwords } };
}
