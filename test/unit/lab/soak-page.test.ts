import { expect, test } from '@jest/globals';
import { aboutIn, pageWith, rowsIn } from '../../support/soak/page.ts';

const section = (title: string) => ({ title, text: 'Commit by commit, each row is a run.' });
const row = (what: string) => ({ what, outcome: 'passed', seconds: '12' });
const [one, other] = [section('One'), section('Other')];

test('the page of the soak test keeps sections, rows and their notes', () => {
  const first = pageWith('', one, { about: 'Commit abc, seed 1', rows: [row('a | b'), row('c')] });
  const both = pageWith(first, other, { about: 'Commit def, seed 2', rows: [row('d')] });
  expect(rowsIn(both, one)).toEqual([row('a | b'), row('c')]);
  expect(rowsIn(both, other)).toEqual([row('d')]);

  const about = ['Commit abc, seed 1', 'From row 3 on:', 'Commit def, seed 3'];
  const grown = pageWith(both, one, { about: about.join('\n'), rows: [...rowsIn(both, one), row('e')] });
  expect(aboutIn(grown, one)).toEqual(about);
  expect(rowsIn(grown, one).map(({ what }) => what)).toEqual(['a | b', 'c', 'e']);
  expect(rowsIn(grown, other)).toEqual([row('d')]);
});
