import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { renderConfig } from '../../../../src/components/render-config.ts';
import type { ConfigObject } from '../../../../src/components/config-object.ts';
import { Secret } from '../../../../src/model/secret.ts';

const readers = ['1.1', '1.2'] as const;
const readBack = (config: ConfigObject, version: (typeof readers)[number]): unknown =>
  parse(renderConfig(config).reveal(), { version });

const traps = [
  ...['yes', 'No', 'on', 'OFF', 'y', 'n', 'true', 'null', '~', '', 'nan', '.inf', '<<', '='],
  ...[
    '12345678',
    '0123',
    '0x1f',
    '0o17',
    '1e3',
    '1_000',
    '12:30:45',
    '2001-01-01',
    '198.51.100.11',
    '-1',
    '+1',
  ],
  ...[
    '#a',
    'a: b',
    'a #b',
    '- a',
    '@a',
    '*a',
    '&a',
    '!a',
    '%a',
    '`a',
    '{a',
    '[a',
    '"a',
    "'a",
    ' a',
    'a ',
    '|',
    '>',
  ],
  ...['two\nlines', 'tab\there', 'é', 'x'.repeat(300), `${'word '.repeat(60)}end`],
];

describe('a config as YAML', () => {
  test.each(readers)(
    'reads back as the same strings under YAML %s, as values, keys and in lists',
    (version) => {
      const config = {
        values: Object.fromEntries(traps.map((trap, at) => [`key${at}`, trap])),
        keys: Object.fromEntries(traps.map((trap) => [trap, 'value'])),
        list: traps,
      };
      expect(readBack(config, version)).toEqual(config);
    },
  );

  test.each(readers)('reads back whatever the strings are under YAML %s', (version) => {
    const words = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(words, fc.array(words), (key, list) => {
        const config = { section: { [key === '__proto__' ? 'key' : key]: list } };
        expect(readBack(config, version)).toEqual(config);
      }),
    );
  });

  test('keeps other types what they are', () => {
    const config = { number: 5671, yes: true, nothing: null, list: [1, 'two'], empty: {}, none: [] };
    expect(readBack(config, '1.2')).toEqual(config);
  });

  test('a numeric password stays a string', () => {
    const text = renderConfig({ password: new Secret('12345678') }).reveal();
    expect(text).toContain('password: "12345678"');
  });

  test('masks every secret and nothing else', () => {
    const file = renderConfig({
      user: 'cloudify',
      password: new Secret('hidden-value'),
      list: [new Secret('other-value')],
    });
    expect(file.toString()).toContain('user: cloudify');
    expect(file.toString()).toContain('password: "[secret]"');
    expect(file.toString()).not.toMatch(/hidden|other/);
    expect(file.reveal()).toContain('hidden-value');
    expect(file.reveal()).toContain('other-value');
  });

  test('the same object twice is written twice, without anchors', () => {
    const networks = { default: 'here' };
    expect(renderConfig({ a: networks, b: networks }).reveal()).not.toMatch(/[&*]/);
  });
});
