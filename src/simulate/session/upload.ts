import { StepError } from '../../errors/errors.ts';
import type { AbsolutePath } from '../../model/names.ts';
import type { Artifact } from '../../transport/port.ts';
import { sleepConnected, type SimulatedConnection } from './connection.ts';
import { checkFence, hostNow } from './locks.ts';
import { inOrder, manual, RUN_AGAIN } from '../../model/next-step.ts';

/** About 100 MB/s. */
const BYTES_PER_MS = 100_000;
const PARTS = 4;

/** Sends the missing parts of a file. An upload cut half-way keeps its parts for the next attempt. */
export async function uploadTo(
  connection: SimulatedConnection,
  artifact: Artifact,
  { cut, onProgress }: { readonly cut: boolean; readonly onProgress: (sent: number) => void },
): Promise<void> {
  const { world, host } = connection;
  const { source, path, mode, owner } = artifact;
  checkFence(connection);
  if (host.files.get(path)?.sha256 === source.sha256) return onProgress(source.size);
  const partial = `${path}.part-${source.sha256}` as AbsolutePath;
  const about = { content: '', mode: 0o600, owner: 'root:root' };
  let sent = host.files.get(partial)?.size ?? 0;
  while (sent < (cut ? source.size / 2 : source.size)) {
    const part = Math.min(Math.ceil(source.size / PARTS), source.size - sent);
    if (sent + part > host.diskFree) throw diskFull(connection, path);
    await sleepConnected(connection, Math.ceil((part / BYTES_PER_MS) * host.slowness));
    sent += part;
    host.counts.uploaded += part;
    host.files.set(partial, { ...about, sha256: '', size: sent, mtime: hostNow(world, host) });
    onProgress(sent);
  }
  if (cut) return;
  host.files.delete(partial);
  host.files.set(path, { ...about, ...source, mode, owner, mtime: hostNow(world, host) });
  world.record({ host: host.name, kind: 'upload', what: path });
}

function diskFull({ host }: SimulatedConnection, path: AbsolutePath): StepError {
  const next = inOrder(manual('free disk space on the host'), RUN_AGAIN);
  return new StepError([{ where: host.name, what: `${path}: No space left on device`, next }]);
}
