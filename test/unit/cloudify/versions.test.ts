import { describe, expect, test } from '@jest/globals';
import { knownRelease, parseVersion, releaseOf, SUPPORTED } from '../../../src/cloudify/versions.ts';

describe('versions', () => {
  test.each([
    ['7.0.4', { major: 7, minor: 0, patch: 4, dev: false }],
    ['7.0', { major: 7, minor: 0, patch: 0, dev: false }],
    ['5.0.5-dev', { major: 5, minor: 0, patch: 5, dev: true }],
  ])('%s is read', (text, numbers) => {
    expect(parseVersion(text)).toEqual({ text, ...numbers });
  });

  test.each(['7', 'v7.0.4', '7.0.4.1', '7.0.4-rc1', '', 'latest', ' 7.0.4'])('%p is no version', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });

  test('every 7.0 is one release, and others are not known', () => {
    expect(releaseOf(parseVersion('7.0.0')!)).toBe(releaseOf(parseVersion('7.0.4')!));
    expect(releaseOf(parseVersion('7.1.0')!)).toBeUndefined();
    expect(releaseOf(parseVersion('7.0.4-dev')!)).toBeUndefined();
    expect(SUPPORTED).toEqual(['7.0']);
  });

  test('asking for a release that is not in the table names it', () => {
    expect(() => knownRelease(parseVersion('4.6.0')!)).toThrow('4.6.0');
  });
});
