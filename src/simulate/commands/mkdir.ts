import type { AbsolutePath } from '../../model/names.ts';
import { installMarker } from '../../platforms/native/paths.ts';
import { textFile } from '../world/files.ts';
import { readOnlyMount } from '../world/host.ts';
import { exitsWith, type ProgramUsages } from './usage.ts';

/** Usages of mkdir(1). The simulator models no directories, except install markers and those that a check reports as absent. */
export const mkdirUsages: ProgramUsages = {
  questions: {},
  actions: {
    '-p PATH': ({ world, host, err }, { PATH = '' }) => {
      if (readOnlyMount(host, PATH as AbsolutePath) !== undefined) {
        err(`mkdir: cannot create directory '${PATH}': Read-only file system`);
        return exitsWith(1);
      }
      const absent = (host.details.absent ?? []).filter((path) => path !== (PATH as AbsolutePath));
      host.details = { ...host.details, absent };
      if (PATH === installMarker('manager')) {
        const mtime = world.now() + host.clockOffsetMs;
        host.files.set(PATH, textFile('', { mode: 0o755, owner: 'root:root', mtime }));
      }
      return exitsWith(0);
    },
  },
};
