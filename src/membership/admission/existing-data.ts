import type { Membership } from '../../model/health/membership.ts';
import type { HostName } from '../../model/names.ts';
import type { NotInstalled, Refusal } from './inventory-mismatch.ts';

/** A database of somebody else's, as far as one is looked for in it. */
interface ExistingDatabase {
  /** `db.example.com:5432` */
  readonly at: string;
  /** The database that the first manager creates. */
  readonly database: string;
}

/**
 * Whether what managers keep may have been kept there before them: nobody remembers them, all are bare, and of none an
 * install was begun, which would have created it.
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

/** Managers are not put on what is kept there already. */
export function existingDataProblem({ at, database }: ExistingDatabase): Refusal {
  return {
    where: at,
    what: `the database ${database} has tables already, and all managers are bare`,
    why: 'a cluster keeps or kept its data in it: new managers would spoil it',
    next: `restore a manager from a backup; or drop ${database} there, if nobody needs it; or set databases.external.cloudify_database`,
  };
}
