import { describe, expect, test } from '@jest/globals';
import {
  knownRelease,
  parseVersion,
  unsupportedRelease,
  releaseOf,
  SUPPORTED_RELEASES,
} from '../../../../src/platforms/cloudify/product/versions.ts';

const read = (text: string) => parseVersion(text)!;

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

  test.each([
    ['5.0.5-dev', '5.0.5-dev'],
    ['5.1', '5.1'],
    ['5.1.4', '5.1'],
    ['5.2.7', '5.2'],
    ['6.0.0', '6.0'],
    ['6.1', '6.1'],
    ['6.2.1', '6.2'],
    ['6.3.2', '6.3'],
    ['6.4.2', '6.4'],
    ['7.0.4', '7.0'],
  ])('%s is of the release %s, patch or not', (text, series) => {
    expect(releaseOf(read(text))?.series).toBe(series);
    expect(unsupportedRelease(read(text))).toBeUndefined();
  });

  test('all of them are offered, the oldest first', () => {
    expect(SUPPORTED_RELEASES).toEqual(['5.0.5-dev', '5.1', '5.2', '6.0', '6.1', '6.2', '6.3', '6.4', '7.0']);
  });

  test('asking for a release that is not in the table names it', () => {
    expect(() => knownRelease(read('4.6.0'))).toThrow('4.6.0');
  });
});

describe('a release that is refused', () => {
  test.each(['4.6.0', '5.3', '6.5', '7.1.0', '7.0.4-dev', '5.0-dev', '5.1.0-dev'])(
    '%s: is not one of these',
    (text) => {
      expect(unsupportedRelease(read(text))).toEqual({
        what: `this version of Quorate does not support release ${text}`,
        next: 'use one of 5.0.5-dev, 5.1, 5.2, 6.0, 6.1, 6.2, 6.3, 6.4, 7.0, or a patch release of one of them',
      });
    },
  );

  test.each(['5.0.5', '5.0', '5.0.0'])('%s: its node ids, and what to use instead', (text) => {
    expect(unsupportedRelease(read(text))).toEqual({
      what: `this version of Quorate does not support release ${text}`,
      why: 'the first manager of this release needs the node IDs of all databases and brokers, which exist only once these are installed',
      next: 'use 5.1 or later, or 5.0.5-dev, which the specification describes',
    });
  });
});

describe('what differs', () => {
  const differing = <K extends keyof ReturnType<typeof knownRelease>>(key: K) =>
    Object.fromEntries(SUPPORTED_RELEASES.map((series) => [series, knownRelease(read(series))[key]]));

  test('is what each release can do', () => {
    const since = (key: Parameters<typeof differing>[0]) =>
      Object.entries(differing(key)).find(([, value]) => value === true)?.[0];
    expect(since('monitoring')).toBe('5.1');
    expect(since('okEndpoint')).toBe('6.0');
    expect(since('externalBrokersKey')).toBe('6.1');
    expect(since('ipv6')).toBe('6.1');
    expect(since('superuserClientCertificates')).toBe('7.0');
    expect(since('addressForbidsExternalCertificate')).toBe('7.0');
  });

  test('is who still rewrites config.yaml: up to 6.2', () => {
    const rewriting = Object.entries(differing('rewritesConfig')).flatMap(([series, is]) =>
      is ? [series] : [],
    );
    expect(rewriting).toEqual(['5.0.5-dev', '5.1', '5.2', '6.0', '6.1', '6.2']);
  });

  test('is most in 5.0.5-dev: formats, markers and command names', () => {
    const [first, ...others] = SUPPORTED_RELEASES;
    for (const key of [
      'nodesAs',
      'membersAs',
      'markers',
      'addressesInConfig',
      'brokersListCommand',
    ] as const) {
      const values = differing(key);
      expect(new Set(others.map((series) => JSON.stringify(values[series])))).toHaveProperty('size', 1);
      expect(values[first!]).not.toEqual(values[others[0]!]);
    }
  });
});
