import { readFileSync, statSync } from 'node:fs';
import { expect, test } from '@jest/globals';

test.each([
  ['watch', 'docs/watch.md'],
  ['report', 'docs/what-a-run-leaves.md'],
])('the pictures of %s, light and dark, are small and shown by %s', (name, page) => {
  for (const scheme of ['light', 'dark']) {
    const file = `pictures/${name}-${scheme}.png`;
    expect(statSync(`docs/${file}`).size).toBeLessThan(250_000);
    expect(readFileSync(page, 'utf8')).toContain(`"${file}"`);
  }
});
