import type { Membership } from '../../model/health/membership.ts';
import type { HostName } from '../../model/names.ts';
import type { NotInstalled, Refusal } from './inventory-mismatch.ts';

/** An external database server, and the database to look for on it. */
interface ExistingDatabase {
  /** Address and port: `db.example.com:5432`. */
  readonly at: string;
  /** The database that the first manager creates. */
  readonly database: string;
  /** The key of the inventory that names this database. */
  readonly setting: string;
}

/**
 * True if the external database may contain data of other managers: no host records that the managers were bootstrapped,
 * none is installed, and no installation was started, which would have created the data.
 */
export function mayHaveExistingData(
  { expected, bootstrapped }: Membership,
  notInstalled: readonly NotInstalled[],
): boolean {
  const isNotInstalled = (name: HostName) =>
    notInstalled.some(({ operation, installStarted }) => operation.member === name && !installStarted);
  return (
    bootstrapped.length === 0 && expected.length > 0 && expected.every(({ host }) => isNotInstalled(host))
  );
}

/** Returns the refusal to install managers on a database that already contains tables. */
export function existingDataProblem({ at, database, setting }: ExistingDatabase): Refusal {
  return {
    where: at,
    what: `the database ${database} already contains tables, but no manager is installed`,
    why: 'a cluster stores or stored its data in it, and new managers would damage the data',
    next: `restore a manager from a backup; or drop ${database} if it is no longer needed; or set ${setting} to another name`,
  };
}
