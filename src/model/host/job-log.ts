import type { AbsolutePath, JobName } from '../names.ts';
import { JOBS } from '../stored-formats.ts';

/** Where the wrapper of a job keeps on its host what it printed (docs/architecture/conventions.md). */
export function jobLog(name: JobName): AbsolutePath {
  return `${JOBS}/${name}/log`;
}
