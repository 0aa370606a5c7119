import type { AbsolutePath } from '../../model/names.ts';
import { pathExists, filesUnder } from '../world/files.ts';
import { exitsWith, type UsageArguments, type ProgramContext, type ProgramUsages } from './usage.ts';

const question =
  (holds: (context: ProgramContext, path: AbsolutePath) => boolean) =>
  (context: ProgramContext, { PATH = '' }: UsageArguments) =>
    exitsWith(holds(context, PATH as AbsolutePath) ? 0 : 1);

/** Usages of test(1). Steps run it to check whether they can be skipped. */
export const testUsages: ProgramUsages = {
  questions: {
    '-e PATH': question(({ host }, path) => pathExists(host.files, path)),
    '! -e PATH': question(({ host }, path) => !pathExists(host.files, path)),
    '-f PATH': question(({ host }, path) => host.files.has(path)),
    '-d PATH': question(({ host }, path) => filesUnder(host.files, path).length > 0),
    '-s PATH': question(({ host }, path) => (host.files.get(path)?.size ?? 0) > 0),
    '-x PATH': question(({ host }, path) => ((host.files.get(path)?.mode ?? 0) & 0o111) !== 0),
  },
  actions: {},
};
