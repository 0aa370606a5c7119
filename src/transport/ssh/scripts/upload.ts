import type { Artifact } from '../../port.ts';
import { quote } from '../quote.ts';
import { fenceText } from './fence.ts';
import type { Fence } from './fence.ts';
import { PARENTS } from './functions.ts';
import { COMPLETE, script } from './script.ts';
import type { Script } from './script.ts';

/**
 * Prints the mark `there SHA256` if the file exists, and `part SIZE SHA256` if an earlier attempt left a part of it.
 */
export function partScript({ path }: Artifact, fence?: Fence): Script {
  return script(`${fenceText(fence)}
${PARENTS}
path=${quote(path)}
part=$path.part
parents "$part" || exit
[ ! -f "$path" ] || mark there "$(sha256sum <"$path" | cut -c-64)"
[ ! -e "$part" ] || mark part "$(wc -c <"$part")" "$(sha256sum <"$part" | cut -c-64)"
mark ${COMPLETE}`);
}

/** Appends bytes to `PATH.part`. Fails unless it ends at this offset; offset 0 empties it first. */
export function appendScript({ path }: Artifact, { offset, bytes, fence }: Append): Script {
  const begin = offset === 0 ? ': >"$part"' : `[ "$(wc -c <"$part")" = ${offset} ]`;
  const text = `${fenceText(fence)}\npart=${quote(path)}.part\n${begin} && take ${bytes.length} >>"$part" && mark ${COMPLETE}`;
  return script(text, bytes);
}

interface Append {
  readonly offset: number;
  readonly bytes: Buffer;
  readonly fence?: Fence;
}

/** Prints the mark `sum SHA256`. Moves `PATH.part` into place if its digest matches, otherwise removes it. */
export function finishScript({ path, mode, owner, source }: Artifact, fence?: Fence): Script {
  return script(`${fenceText(fence)}
path=${quote(path)}
part=$path.part
sum=$(sha256sum <"$part" | cut -c-64)
mark sum "$sum"
if [ "$sum" != ${quote(source.sha256)} ]; then rm -f -- "$part"; exit 0; fi
dd if=/dev/null of="$part" conv=notrunc,fsync status=none &&
  chown -- ${quote(owner)} "$part" && chmod -- 0${mode.toString(8)} "$part" && mv -f -- "$part" "$path"`);
}
