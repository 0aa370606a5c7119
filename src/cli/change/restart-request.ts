import { randomUUID } from 'node:crypto';
import type { Role } from '../../model/names.ts';
import { NOTE } from '../../model/stored-formats.ts';
import type { RestartNote } from '../../model/stored-formats.ts';
import {
  deleteUnfinishedFile,
  readUnfinishedCommand,
  writeUnfinishedFile,
  type UnfinishedFile,
} from './unfinished-command.ts';

/** Restarts of the same scope share one request. */
interface RestartScope extends UnfinishedFile {
  readonly scope: Role | 'all';
}

/** Identifies a restart until it is finished, so that a later run can resume it. */
interface RestartRequest extends RestartNote {
  readonly resumed: boolean;
}

/** The request of an unfinished restart, or a new request, which is not stored yet. */
export async function openRequest(
  scope: RestartScope,
  { fromStart, now }: { readonly fromStart: boolean; readonly now: number },
): Promise<RestartRequest> {
  const unfinished = fromStart
    ? undefined
    : await readUnfinishedCommand<RestartNote>(scope, NOTE.restart(scope.scope), now);
  if (unfinished) return { ...unfinished, resumed: true };
  return { id: randomUUID(), startedAt: now, resumed: false };
}

/** Stores the request before the first member is restarted, so that the restart can be resumed. */
export async function storeRequest(scope: RestartScope, { id, startedAt }: RestartRequest): Promise<void> {
  await writeUnfinishedFile(scope, NOTE.restart(scope.scope), { id, startedAt } satisfies RestartNote);
}

/** Deletes the request of a restart that is finished or that never started. */
export async function deleteRequest(scope: RestartScope): Promise<void> {
  await deleteUnfinishedFile(scope, NOTE.restart(scope.scope));
}
