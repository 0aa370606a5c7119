import type { AbsolutePath } from '../../model/names.ts';
import { exitsWith, type ProgramUsages } from './usage.ts';

/** Usages of mountpoint(1). Every directory is a mount, unless a test has unmounted it. */
export const mountpointUsages: ProgramUsages = {
  questions: {
    '-q PATH': ({ host }, { PATH = '' }) => exitsWith(host.unmounted.has(PATH as AbsolutePath) ? 32 : 0),
  },
  actions: {},
};
