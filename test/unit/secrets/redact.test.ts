import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { SECRET_NAMES } from '../../../src/model/material.ts';
import { Secret } from '../../../src/model/secret.ts';
import { redactor } from '../../../src/secrets/redact.ts';

const redact = (...values: string[]) => redactor(values.map((value) => new Secret(value)));
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('masks a secret', () => {
  test.each([
    ['plain', 's3cr3t!word', 's3cr3t!word'],
    ['in Base64', 's3cr3t!word', base64('s3cr3t!word')],
    ['in Base64 for URLs', 'ab?>cd?>ef', Buffer.from('ab?>cd?>ef').toString('base64url')],
    ['URL-encoded', 'p@ss/wörd #1', encodeURIComponent('p@ss/wörd #1')],
    ['URL-encoded in lower case', 'p@ss/word', 'p%40ss%2fword'],
    ['in a query string', 'two words', 'two+words'],
    ['escaped for JSON', 'quote"back\\slash', JSON.stringify('quote"back\\slash').slice(1, -1)],
  ])('%s', (_, value, written) => {
    expect(redact(value)(`before ${written} after`)).toMatch(/^before \[secret\]=* after$/);
  });

  test.each(['admin', 'a', 'ad', 'adm'])('in an authorization header of %s', (user) => {
    const redacted = redact('s3cr3t!word')(`Authorization: Basic ${base64(`${user}:s3cr3t!word`)}`);
    expect(redacted).toContain('[secret]');
    expect(redacted).not.toContain(base64('s3cr3t!word').slice(3, 12));
  });

  test('at every occurrence, and next to another secret', () => {
    expect(redact('alpha1', 'beta22')('alpha1beta22-alpha1')).toBe('[secret][secret]-[secret]');
  });

  test('completely, even if another secret is part of it', () => {
    expect(redact('pass', 'password1')('password1 pass')).toBe('[secret] [secret]');
  });

  test('line by line if it is a private key', () => {
    const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';
    const key = `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`;
    const mask = redact(key);
    expect(mask(body)).toBe('[secret]');
    expect(mask(`key=${body} read`)).toBe('key=[secret] read');
    expect(mask(JSON.stringify(key))).toBe(
      '"-----BEGIN PRIVATE KEY-----\\n[secret]\\n-----END PRIVATE KEY-----\\n"',
    );
    expect(mask(`${body.slice(1)}A`)).toBe(`${body.slice(1)}A`);
  });
});

test('leaves text without a secret unchanged', () => {
  const text = 'Installing the database on db1: 3 of 3 members healthy';
  expect(redact('s3cr3t!word', 'other.*')(text)).toBe(text);
  expect(redactor([])(text)).toBe(text);
});

test('does not mask a value of three characters, because it would mask ordinary text', () => {
  expect(redact('abc')('abc alphabet')).toBe('abc alphabet');
});

test('masks any value at any position in plain and in Base64 text', () => {
  const value = fc.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 40 });
  const around = fc.string({ maxLength: 9 });
  fc.assert(
    fc.property(value, around, around, (secret, before, after) => {
      const mask = redact(secret);
      expect(mask(`${before}${secret}${after}`)).not.toContain(secret);
      const encoded = mask(base64(`${before}${secret}${after}`));
      expect(Buffer.from(encoded.replace('[secret]', ''), 'base64').toString()).not.toContain(secret);
      expect(encoded).toContain('[secret]');
    }),
    { numRuns: 500 },
  );
});

describe('every secret of a run', () => {
  const markers = SECRET_NAMES.map((name) => `Marker${name.replaceAll('_', '')}0a1b2c3d`);
  const mask = redact(...markers);

  test.each([0, 1, 2])(
    'is masked in Base64 after %i other bytes, and the rest does not decode to it',
    (before) => {
      for (const marker of markers) {
        const encoded = base64(`${'u'.repeat(before)}${marker}:and more`);
        const masked = mask(encoded);
        expect(masked).toContain('[secret]');
        // Base64 digits that a value shares with its neighbors stay: at most two characters of it.
        const left = masked.split('[secret]').map((text) => Buffer.from(text, 'base64').toString());
        expect(left.some((text) => text.includes(marker.slice(2, -2)))).toBe(false);
        expect(masked.length).toBeLessThan(encoded.length - marker.length + '[secret]'.length + 4);
      }
    },
  );

  test('is masked in a line with all secrets, in each encoding', () => {
    const forms = [markers, markers.map(base64), markers.map(encodeURIComponent)];
    for (const line of forms.map((all) => all.join(' '))) {
      const masked = mask(line);
      expect(masked.replace(/=/g, '').split(' ')).toEqual(markers.map(() => '[secret]'));
    }
  });
});

test('the time to mask a text grows linearly with its length', () => {
  const mask = redact(...SECRET_NAMES.map((name) => `${name}-${'x'.repeat(32)}`));
  const line = 'x'.repeat(1000);
  const time = (work: () => void) => {
    const from = performance.now();
    work();
    return performance.now() - from;
  };
  const one = Math.min(...[1, 2, 3].map(() => time(() => mask(line.repeat(10)))));
  const ten = Math.min(...[1, 2, 3].map(() => time(() => mask(line.repeat(100)))));
  // Ten times the text takes about ten times as long, because no pattern backtracks.
  expect(ten).toBeLessThan(60 * Math.max(one, 0.1));
});
