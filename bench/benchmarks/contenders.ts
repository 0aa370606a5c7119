import { measure } from '../measure/process.ts';
import type { Contender } from '../measure/pairs.ts';
import type { BenchHosts } from '../hosts/hosts.ts';
import type { Programs } from '../work/bundle.ts';

/** Quorate and the script, for the work of B1, B2 and B7. */
export function onHosts(
  programs: Programs,
  { file }: Pick<BenchHosts, 'file'>,
  before: Pick<Contender, 'before'> = {},
): readonly Contender[] {
  return (['quorate', 'script'] as const).map((name) => ({
    name,
    run: () => measure({ words: [process.execPath, programs.at(`work/${name}`), file] }),
    ...before,
  }));
}
