import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checkDocument } from '../../../build/lint/documents.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-prose-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

async function findings(name: string, text: string): Promise<readonly string[]> {
  const file = join(directory, name);
  writeFileSync(file, text);
  const found = await checkDocument(file);
  return found.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

test('Markdown: terms, phrases across code and lines, spelling; not in code', async () => {
  const text =
    '# The folder\n\nThe host `db1` is well, and hands\nover. A mispeled word.\n\n    nobody\n\n`folder`\n';
  expect(await findings('a.md', text)).toEqual([
    expect.stringMatching(/^1:7 .*“folder”, use “directory”/),
    expect.stringMatching(/^3:16 “is well” is not the term/),
    expect.stringMatching(/^3:29 “hands over” is not the term/),
    '4:9 Unknown word: "mispeled"',
  ]);
});

test('YAML: comments on consecutive lines are one text; values are not checked', async () => {
  const text = 'a: folder # a folder\n# hands\n# over mispeled\nb: "mispeled # folder"\n';
  expect(await findings('a.yaml', text)).toEqual([
    expect.stringMatching(/^1:15 “folder” is not the term/),
    expect.stringMatching(/^2:3 “hands over” is not the term/),
    '3:8 Unknown word: "mispeled"',
  ]);
});

test('JSON schema: descriptions only', async () => {
  const text = '{ "title": "folder",\n  "description": "a \\"folder\\" of mispeled",\n  "const": "folder" }';
  expect(await findings('a.json', text)).toEqual([
    expect.stringMatching(/^1:13 “folder” is not the term/),
    expect.stringMatching(/^2:23 “folder” is not the term/),
    '2:35 Unknown word: "mispeled"',
  ]);
});
