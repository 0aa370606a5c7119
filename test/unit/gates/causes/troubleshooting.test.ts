import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { PAGE, troubleshootingPage } from '../../../../build/troubleshooting.ts';

test('docs/troubleshooting.md is up to date: npm run troubleshooting', () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(troubleshootingPage());
});
