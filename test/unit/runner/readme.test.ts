import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';

test('CI runs the test command of the README, and installs nothing before it', () => {
  const [, command = ''] =
    /This command runs all tests:\n\n```sh\n(.+)\n```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  const lines = readFileSync('.ci/run', 'utf8').split('\n');
  const commands = lines.filter((line) => line !== '' && !line.startsWith('#'));
  expect(command).toMatch(/^npm ci && npm test/);
  expect(commands).toEqual(['set -euo pipefail', 'cd "$(dirname "$0")/.."', command]);
});
