import type { AbsolutePath } from '../../../model/names.ts';
import type { Obstacle } from '../../port.ts';
import type { Section } from '../worker/frame.ts';
import { outOf, trimmedLines } from '../worker/text.ts';

/** Reads the sections `obstacles` and `obstacles DIRECTORY`, whose lines are a fault and its fix, separated by a tab. */
export function readObstacles(sections: readonly Section[]): readonly Obstacle[] {
  return sections
    .filter(({ head }) => head === 'obstacles' || head.startsWith('obstacles '))
    .flatMap((section) => {
      const directory = section.head.slice('obstacles '.length) as AbsolutePath;
      return trimmedLines(outOf(section)).map((line) => {
        const [what = '', fix = ''] = line.split('\t');
        return { ...(directory && { directory }), what, fix };
      });
    });
}
