import { quote } from '../quote.ts';
import { inside } from './paths.ts';
import { LOCKS } from '../../../model/stored-formats.ts';

/** Which lock must still be ours for a script to change anything. */
export interface Fence {
  readonly cluster: string;
  readonly token: string;
}

/** `held FILE`: the token in a lock file, whose first line is `2 TOKEN ACQUIRED-AT`. */
export const HELD = `held() {
  token=
  [ -e "$1" ] && read -r _ token _ <"$1"
  printf '%s' "$token"
}`;

/** The beginning of every changing script: stops it when the lock is no longer ours. */
export function fenceText(fence: Fence | undefined): string {
  if (!fence) return '';
  const file = quote(lockFile(fence.cluster));
  return `${HELD}
if [ "$(held ${file})" != ${quote(fence.token)} ]; then mark fenced; cat ${file} 2>/dev/null; exit 75; fi`;
}

export function lockFile(cluster: string): string {
  return `${inside(LOCKS, cluster)}/lock`;
}
