import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { repeatedCommand } from '../../../src/cli/arguments/repeated-command.ts';
import { RUN_AGAIN, runAgain } from '../../../src/model/next-step.ts';
import { commandsOf, printedSteps, wrongNextSteps } from '../../support/printed-errors.ts';
import { COMMANDS } from '../cli/commands.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'test', 'docs'], { cwd: ROOT });
/** Files with printed problems: what the program printed in tests, and the page that is generated from them. */
const FILES = tracked
  .toString()
  .split('\n')
  .filter((path) => /\bgolden\b.*\.txt$/.test(path) || path === 'docs/troubleshooting.md')
  .filter((path) => existsSync(`${ROOT}/${path}`))
  .map((path) => ({ path, text: readFileSync(`${ROOT}/${path}`, 'utf8') }))
  .filter(({ text }) => printedSteps(text).length > 0);

describe('a printed problem', () => {
  test('there are as many as this test expects to find', () => {
    expect(FILES.length).toBeGreaterThan(70);
    expect(
      FILES.flatMap(({ text }) => printedSteps(text).flatMap((one) => commandsOf(one.text))).length,
    ).toBeGreaterThan(100);
  });

  test.each(FILES)('$path: ends with a command that the program accepts', ({ text }) => {
    expect(wrongNextSteps(text, COMMANDS)).toEqual([]);
  });

  test('is wrong without a command, or with one that does not exist', () => {
    const printed = (next: string) => `db1: gate etcd-quorum did not pass\n  why:  x\n  next: ${next}\n`;
    expect(wrongNextSteps(printed('look at it'), COMMANDS)).toEqual(['no command: look at it']);
    expect(wrongNextSteps(printed('quorate repair\n        inventory.yaml'), COMMANDS)).toEqual([
      'does not parse: quorate repair inventory.yaml',
    ]);
    expect(wrongNextSteps(printed('on db1: df -h'), COMMANDS)).toEqual([]);
  });
});

describe('the same command again', () => {
  const again = repeatedCommand(['remove-broker', 'my inventory.yaml', 'rabbit3', '--lost'], COMMANDS);

  test.each([
    [RUN_AGAIN, "quorate remove-broker 'my inventory.yaml' rabbit3 --lost"],
    [runAgain({ with: '--yes' }), "quorate remove-broker 'my inventory.yaml' rabbit3 --lost --yes"],
    [runAgain({ without: '--lost' }), "quorate remove-broker 'my inventory.yaml' rabbit3"],
    [runAgain({ with: '--lost' }), undefined],
    [runAgain({ with: '--address' }), undefined],
  ])('%j: %s', (step, line) => {
    expect(again(step)).toBe(line);
  });
});
