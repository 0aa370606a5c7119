import type { AbsolutePath } from '../../model/names.ts';
import { exitsWith, type ProgramUsages } from './usage.ts';

/** Usages of mkdir(1). The simulator models no directories, except those that a check reports as absent. */
export const mkdirUsages: ProgramUsages = {
  questions: {},
  actions: {
    '-p PATH': ({ host }, { PATH = '' }) => {
      const absent = (host.details.absent ?? []).filter((path) => path !== (PATH as AbsolutePath));
      host.details = { ...host.details, absent };
      return exitsWith(0);
    },
  },
};
