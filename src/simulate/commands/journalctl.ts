import { exitsWith, type ProgramUsages } from './usage.ts';

/** Usages of journalctl(1). A failed step runs it to find out what killed its command. */
export const journalctlUsages: ProgramUsages = {
  questions: {
    '-k --no-pager --lines=500 --since=-15min': ({ host, out }) => {
      host.kernelLog.forEach(out);
      return exitsWith(0);
    },
  },
  actions: {},
};
