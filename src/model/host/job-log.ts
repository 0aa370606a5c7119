import type { AbsolutePath, JobName } from '../names.ts';
import { JOBS } from '../stored-formats.ts';

/** Path of the file on a host that collects the output of a job (docs/architecture/conventions.md). */
export function jobLog(name: JobName): AbsolutePath {
  return `${JOBS}/${name}/log`;
}
