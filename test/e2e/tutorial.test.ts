import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeNativeHosts } from '../lab/native/lab.ts';
import { paths } from '../lab/paths.ts';
import { inTerminal } from '../support/pty/pseudo-terminal.ts';

const MINUTE = 60_000;
const DIRECTORY = join(paths.lab, 'tutorial');
const SCRIPT = join(paths.lab, 'tutorial.sh');

const blocks = [...readFileSync('docs/tutorial.md', 'utf8').matchAll(/^```(sh|text)\n([\s\S]*?)^```$/gm)];
const textOf = (language: string) =>
  blocks.filter(([, one]) => one === language).map(([, , text = '']) => text);
const expected = textOf('text').flatMap((text) => text.split('\n').filter(Boolean));

/** Prints each command that fails, with its exit code, which the page announces. */
const ON_ERROR = `trap 'echo "[exit $?: $BASH_COMMAND]"' ERR\n`;
const ANNOUNCED = [
  '[exit 10: quorate plan inventory.yaml]',
  '[exit 3: quorate status inventory.yaml]',
  '[exit 7: quorate restart inventory.yaml --role database --down nat-db2 --yes]',
];

/** Types every command of the page in one shell on a terminal, as its reader does. */
describe('docs/tutorial.md', () => {
  let output = '';
  let seconds = 0;

  beforeAll(async () => {
    rmSync(DIRECTORY, { recursive: true, force: true });
    writeFileSync(SCRIPT, ON_ERROR + textOf('sh').join('\n'));
    const startedAt = Date.now();
    const { text } = await inTerminal({ command: ['bash', SCRIPT], columns: 80, rows: 40 });
    seconds = (Date.now() - startedAt) / 1000;
    output = text.replace(/\u001b\[[\d;?]*[A-Za-z]/g, '').replace(/\s+/g, ' ');
    console.info(`the tutorial took ${seconds.toFixed(0)} s`);
  }, 25 * MINUTE);

  afterAll(removeNativeHosts, MINUTE);

  test('announces the exit code of each command that does not exit with 0', () => {
    const codes = output.match(/\[exit \d+: [^\]]*\]/g) ?? [];
    if (codes.join() !== ANNOUNCED.join()) console.error(output.slice(-8000));
    expect(codes).toEqual(ANNOUNCED);
  });

  test.each(expected)('prints %s', (line) => {
    expect(output).toContain(line);
  });
});
