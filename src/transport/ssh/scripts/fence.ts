import { quote } from '../quote.ts';
import { inside } from './paths.ts';
import { LOCKS } from '../../../model/stored-formats.ts';

/** The lock that this run must still hold before a script changes anything. */
export interface Fence {
  readonly cluster: string;
  readonly token: string;
}

/** `held FILE`: prints the token in a lock file, whose first line is `FORMAT TOKEN ACQUIRED-AT`. */
export const HELD = `held() {
  token=
  [ -e "$1" ] && read -r _ token _ <"$1"
  printf '%s' "$token"
}`;

/** The start of every script that changes something: stops it if this run no longer holds the lock. */
export function fenceText(fence: Fence | undefined): string {
  if (!fence) return '';
  const file = quote(lockFile(fence.cluster));
  return `${HELD}
if [ "$(held ${file})" != ${quote(fence.token)} ]; then mark fenced; cat ${file} 2>/dev/null; exit 75; fi`;
}

export function lockFile(cluster: string): string {
  return `${inside(LOCKS, cluster)}/lock`;
}
