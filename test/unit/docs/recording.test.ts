import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { framesOf } from '../../../build/recording/frames.ts';
import { Screen } from '../../../build/recording/screen.ts';
import { animatedSvg } from '../../../build/recording/svg.ts';

const PICTURE = 'docs/pictures/deploy.svg';

describe('the picture of a recorded deploy', () => {
  const picture = readFileSync(PICTURE, 'utf8');

  test('is small, and needs no script and no network', () => {
    expect(statSync(PICTURE).size).toBeLessThan(300_000);
    expect(picture).not.toMatch(/<script|javascript:|@import|url\(|href=/);
    expect(picture.match(/https?:[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
  });

  test('follows the color scheme, and shows the end to readers who prefer reduced motion', () => {
    expect(picture).toContain('prefers-color-scheme:dark');
    expect(picture).toContain('prefers-reduced-motion:reduce');
    expect(picture).toMatch(/class="f last"/);
  });

  test('shows a run that ended well, and many moments of it', () => {
    expect(picture).toMatch(/done in .* 0 failed/);
    expect((picture.match(/<g class="f/g) ?? []).length).toBeGreaterThan(20);
  });

  test('is shown by the README', () => {
    expect(readFileSync('README.md', 'utf8')).toContain(`](${PICTURE})`);
  });
});

test('a screen draws lines again after the cursor has moved up, and keeps styles', () => {
  const screen = new Screen();
  screen.write('first\r\n\u001b[2mold\u001b[22m\r\n\u001b[1A\u001b[2K\u001b[G\u001b[32m+\u001b[39m line\r\n');
  expect(screen.last(5)).toEqual([
    [{ text: 'first', style: 'plain' }],
    [
      { text: '+', style: 'green' },
      { text: ' line', style: 'plain' },
    ],
  ]);
});

test('frames without a change are one frame, and text is escaped', () => {
  const written = [
    { at: 0, text: 'a <b> & c\r\n' },
    { at: 100, text: 'end\r\n' },
  ];
  const frames = framesOf(written, { command: 'run', count: 10, rows: 5 });
  expect(frames).toHaveLength(3);
  expect(animatedSvg(frames, 'title', { columns: 20, rows: 5 })).toContain('a &lt;b&gt; &amp; c');
});
