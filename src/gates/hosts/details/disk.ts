import { shellOn } from '../../../model/next-step.ts';
import type { CheckResult } from '../../../model/health/check.ts';
import type { HostDetails } from '../../../model/host/details.ts';
import type { HostName } from '../../../model/names.ts';
import { fixable, resultsOf, thenCheck } from './result.ts';

/** Mean time of a write above which etcd reports slow disks, and above which it misses heartbeats (100 ms). */
const SLOW_MS = 10;
const TOO_SLOW_MS = 100;

/** Checks that root can create files in each requested directory. */
export function writableChecks(
  host: HostName,
  { absent, unwritable }: Pick<HostDetails, 'absent' | 'unwritable'>,
): readonly CheckResult[] {
  const { pass, fail } = resultsOf(host, 'writable');
  const missing = absent.map((path) =>
    fixable(fail(`${path} does not exist`, ''), { kind: 'create-directory', path }),
  );
  const failed = unwritable.map(({ path, why }) =>
    fail(`${path} is not writable: ${why}`, thenCheck(shellOn(host, `findmnt --target ${path}`))),
  );
  const found = [...missing, ...failed];
  return found.length > 0 ? found : [pass('all')];
}

/** Checks how long the disk of etcd takes to store a write. */
export function etcdDiskCheck(host: HostName, { syncMs }: Pick<HostDetails, 'syncMs'>): CheckResult {
  const { pass, warn, fail, unknown } = resultsOf(host, 'etcd-disk');
  const next = thenCheck('move /var/lib/etcd to a faster disk', shellOn(host, 'lsblk'));
  if (syncMs === undefined) return unknown('not measured', next);
  const seen = `${syncMs.toFixed(1)} ms for each synchronous write`;
  if (syncMs > TOO_SLOW_MS) return fail(`${seen}; etcd misses heartbeats above ${TOO_SLOW_MS} ms`, next);
  return syncMs > SLOW_MS ? warn(`${seen}; etcd needs less than ${SLOW_MS} ms`, next) : pass(seen);
}
