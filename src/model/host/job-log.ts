import type { AbsolutePath, JobName } from '../names.ts';

/** Where the wrapper of a job keeps on its host what it printed (docs/architecture/conventions.md). */
export function jobLog(name: JobName): AbsolutePath {
  return `/var/lib/quorate/jobs/${name}/log`;
}
