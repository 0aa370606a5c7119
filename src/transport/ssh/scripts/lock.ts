import type { Holder } from '../../../model/stored-formats.ts';
import { quote } from '../quote.ts';
import { fenceText, HELD, lockFile } from './fence.ts';
import type { Fence } from './fence.ts';
import { NOW, PARENTS } from './functions.ts';
import { COMPLETE, script } from './script.ts';
import type { Script } from './script.ts';
import { FORMAT } from '../../../model/stored-formats.ts';

/** `show_lock FILE`: prints the host's time, the time of the last renewal, and the file. */
export const SHOW_LOCK = `show_lock() {
  printf '%s %s\\n' "$(now)" "$(now -r "$1")" && cat -- "$1"
}`;

/**
 * Acquires the lock if it is free, held by this run, or held with the token `takeOver`. Prints the mark `acquired`, or
 * the mark `held` and the lock file. `flock` makes reading and writing the file one operation.
 */
export function acquireLockScript(holder: Holder, takeOver: string | undefined): Script {
  const bytes = Buffer.from(`${JSON.stringify(holder)}\n`, 'utf8');
  const text = `${NOW}
${PARENTS}
${HELD}
${SHOW_LOCK}
file=${quote(lockFile(holder.cluster))}
parents "$file" && exec 9>"$file.guard" && flock -w 20 9 || exit
held=$(held "$file")
case $held in
  ${quote(holder.token)}) touch -- "$file" && mark acquired ;;
  '' | ${quote(takeOver ?? holder.token)})
    { printf '${FORMAT} %s %s\\n' ${quote(holder.token)} "$(now)"; take ${bytes.length}; } >"$file.new" &&
      mv -f -- "$file.new" "$file" && mark acquired ;;
  *) mark held; show_lock "$file" ;;
esac`;
  return script(text, bytes);
}

export function renewLockScript(fence: Fence): Script {
  return script(`${fenceText(fence)}\ntouch -- ${quote(lockFile(fence.cluster))} && mark ${COMPLETE}`);
}

/** Removes the lock if this run still holds it. */
export function releaseLockScript({ cluster, token }: Fence): Script {
  const file = quote(lockFile(cluster));
  return script(`${HELD}
if [ -e ${file} ]; then
  exec 9>${file}.guard && flock -w 20 9 || exit
  [ "$(held ${file})" != ${quote(token)} ] || rm -f -- ${file} || exit
fi
mark ${COMPLETE}`);
}
