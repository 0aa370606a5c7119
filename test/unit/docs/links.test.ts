import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { FILES } from './documents.ts';

/** The anchors of a page, as GitHub makes them from its headings. */
function anchorsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8').replace(/^ *```[\s\S]*?^ *```$/gm, '');
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) =>
    title
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** The target of each link and picture of a page, except those on the web. */
function linksOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8')
    .replace(/^ *```[\s\S]*?^ *```$/gm, '')
    .replace(/`[^`]*`/g, '');
  const inMarkdown = [...text.matchAll(/\]\(([^)\s]+)\)/g)];
  const inHtml = [...text.matchAll(/(?:src|srcset|href)="([^"]+)"/g)];
  return [...inMarkdown, ...inHtml]
    .map(([, target = '']) => target)
    .filter((target) => !/^https?:/.test(target));
}

function fault(file: string, target: string): string | undefined {
  const [path = '', anchor] = target.split('#');
  const to = path === '' ? file : join(dirname(file), path);
  if (!existsSync(to)) return `${file}: ${target}: no such file`;
  if (anchor === undefined || anchorsOf(to).includes(anchor)) return undefined;
  return `${file}: ${target}: no such heading`;
}

describe('links of the README and the documents', () => {
  test('there are links', () => {
    expect(FILES.flatMap(linksOf).length).toBeGreaterThan(100);
  });

  test.each(FILES)('%s: every target exists', (file) => {
    expect(linksOf(file).flatMap((target) => fault(file, target) ?? [])).toEqual([]);
  });

  test('the index lists every page', () => {
    const listed = linksOf('docs/README.md').map((target) => join('docs', target.split('#')[0] ?? ''));
    const pages = FILES.filter((file) => file.startsWith('docs/') && file !== 'docs/README.md');
    expect(pages.filter((file) => !listed.includes(file))).toEqual([]);
  });
});
