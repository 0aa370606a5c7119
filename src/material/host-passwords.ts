import { UsageError } from '../errors/errors.ts';
import type { Problem } from '../errors/errors.ts';
import type { Inventory, HostPasswordSource } from '../inventory/inventory.ts';
import type { Host } from '../model/cluster.ts';
import type { Environment, Secret } from '../model/secret.ts';
import { obtainValue } from '../secrets/sources/value.ts';

/**
 * The inventory with the hosts' passwords that are in files, or that commands print. Each source is asked once,
 * however many hosts use it.
 * @throws UsageError with every source that does not give its password
 */
export async function withHostPasswords(inventory: Inventory, env: Environment): Promise<Inventory> {
  if (inventory.hostPasswords.length === 0) return inventory;
  const { values, problems } = await obtainLogins(inventory.hostPasswords, env);
  if (problems.length > 0) throw new UsageError(problems);
  const hosts = inventory.cluster.hosts.map((host) => withOwn(host, inventory.hostPasswords, values));
  return { ...inventory, cluster: { ...inventory.cluster, hosts } };
}

/** Every source that does not give its password. */
export async function hostPasswordProblems(
  logins: readonly HostPasswordSource[],
  env: Environment,
): Promise<readonly Problem[]> {
  return (await obtainLogins(logins, env)).problems;
}

async function obtainLogins(logins: readonly HostPasswordSource[], env: Environment) {
  const sources = new Map(logins.map((login) => [keyOf(login), login]));
  const problems: Problem[] = [];
  const values = new Map<string, Secret>();
  await Promise.all(
    [...sources].map(async ([key, login]) => {
      try {
        values.set(key, await obtainValue(login.source, env));
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        problems.push(...error.problems.map((problem) => placed(problem, login)));
      }
    }),
  );
  return { values, problems };
}

const keyOf = ({ source }: HostPasswordSource): string => JSON.stringify(source);

/** Where the inventory says so is where it is mended; the source is named too. */
function placed({ where = '', what, ...rest }: Problem, login: HostPasswordSource): Problem {
  return { ...rest, where: login.where, what: `${where}: ${what}` };
}

function withOwn(
  host: Host,
  logins: readonly HostPasswordSource[],
  values: ReadonlyMap<string, Secret>,
): Host {
  const own = logins.filter((login) => login.host === host.name);
  const passwords = Object.fromEntries(own.map((login) => [login.key, values.get(keyOf(login))]));
  return own.length === 0 ? host : { ...host, ssh: { ...host.ssh, ...passwords } };
}
