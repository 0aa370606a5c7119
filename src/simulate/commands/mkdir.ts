import type { AbsolutePath } from '../../model/names.ts';
import { markReleased } from '../native/application.ts';
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
      markReleased(world, host, PATH);
      return exitsWith(0);
    },
  },
};
