import type { AbsolutePath } from '../../model/names.ts';
import { readOnlyMount } from '../world/host.ts';
import { exitsWith, type ProgramUsages } from './usage.ts';

/** Usages of mkdir(1). The simulator models no directories, except those that a check reports as absent. */
export const mkdirUsages: ProgramUsages = {
  questions: {},
  actions: {
    '-p PATH': ({ host, err }, { PATH = '' }) => {
      if (readOnlyMount(host, PATH as AbsolutePath) !== undefined) {
        err(`mkdir: cannot create directory '${PATH}': Read-only file system`);
        return exitsWith(1);
      }
      const absent = (host.details.absent ?? []).filter((path) => path !== (PATH as AbsolutePath));
      host.details = { ...host.details, absent };
      return exitsWith(0);
    },
  },
};
