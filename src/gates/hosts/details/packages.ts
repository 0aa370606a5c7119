import { shellOn } from '../../../model/next-step.ts';
import type { CheckResult } from '../../../model/health/check.ts';
import type { HostDetails } from '../../../model/host/details.ts';
import type { HostName } from '../../../model/names.ts';
import { resultsOf, thenCheck } from './result.ts';

/** Checks that no other process holds a lock of the package manager. */
export function packageLockCheck(
  host: HostName,
  { packageLock }: Pick<HostDetails, 'packageLock'>,
): CheckResult {
  const { pass, warn } = resultsOf(host, 'package-lock');
  if (!packageLock) return pass('free');
  const { path, pid, by } = packageLock;
  return warn(
    `${path} is held by ${by || 'a process'} (${pid})`,
    thenCheck('wait until it has ended', shellOn(host, `ps -fp ${pid}`)),
  );
}

/** Checks that the repositories of the host offer the packages that the host needs. */
export function repositoriesChecks(
  host: HostName,
  needed: readonly string[],
  { missingPackages, unreachableRepositories }: HostDetails,
): readonly CheckResult[] {
  if (needed.length === 0) return [];
  const { pass, warn, fail } = resultsOf(host, 'repositories');
  const missing = missingPackages.map((name) =>
    fail(
      `no repository offers ${name}, and it is not installed`,
      thenCheck(`add a repository, or install ${name} on ${host}`),
    ),
  );
  const unreachable = unreachableRepositories.map((at) =>
    warn(
      `cannot connect to the repository ${at}`,
      thenCheck(`allow ${host} to connect to ${at}, or set a proxy in the package manager`),
    ),
  );
  const found = [...missing, ...unreachable];
  return found.length > 0 ? found : [pass(needed.join(', '))];
}

/** Checks that a host on which nothing is installed has no data of an earlier installation. */
export function leftoversCheck(host: HostName, { leftovers }: Pick<HostDetails, 'leftovers'>): CheckResult {
  const { pass, warn } = resultsOf(host, 'leftovers');
  if (leftovers.length === 0) return pass('none');
  return warn(
    `data of an earlier installation: ${leftovers.join(', ')}`,
    thenCheck('move it away if no cluster needs it', shellOn(host, `ls -l ${leftovers.join(' ')}`)),
  );
}
