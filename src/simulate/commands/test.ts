import type { AbsolutePath } from '../../model/names.ts';
import { pathExists, under } from '../world/files.ts';
import { exits, type Given, type Here, type Known } from './usage.ts';

const asked =
  (holds: (here: Here, path: AbsolutePath) => boolean) =>
  (here: Here, { PATH = '' }: Given) =>
    exits(holds(here, PATH as AbsolutePath) ? 0 : 1);

/** test(1), for what a guard asks. */
export const test: Known = {
  questions: {
    '-e PATH': asked(({ host }, path) => pathExists(host.files, path)),
    '! -e PATH': asked(({ host }, path) => !pathExists(host.files, path)),
    '-f PATH': asked(({ host }, path) => host.files.has(path)),
    '-d PATH': asked(({ host }, path) => under(host.files, path).length > 0),
    '-s PATH': asked(({ host }, path) => (host.files.get(path)?.size ?? 0) > 0),
    '-x PATH': asked(({ host }, path) => ((host.files.get(path)?.mode ?? 0) & 0o111) !== 0),
  },
  actions: {},
};
