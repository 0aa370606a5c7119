import { afterEach, describe, expect, test } from '@jest/globals';
import { configuredText } from '../../../../src/transport/ssh/config/configured.ts';
import { evaluate } from '../../../../src/transport/ssh/config/evaluate.ts';
import { readConfigFile } from '../../../../src/transport/ssh/config/read-files.ts';
import { configFiles } from './files.ts';

const made: ReturnType<typeof configFiles>[] = [];
afterEach(() => made.splice(0).forEach(({ remove }) => remove()));

interface Asked {
  readonly host?: string;
  readonly user?: string;
  readonly names?: readonly string[];
}

/** Returns the values of the parser as `keyword: text`, and the places of the values as `keyword: file:line`. */
async function parse(files: string | Record<string, string>, { host = 'db1', user, names = [] }: Asked = {}) {
  const config = configFiles(typeof files === 'string' ? { config: files } : files);
  made.push(config);
  const lines = await readConfigFile(config.file, config.directory);
  const found = await evaluate(lines, {
    target: { host, ...(user !== undefined && { user }) },
    localUser: 'ann',
    resolves: async (name) => names.includes(name),
  });
  const places = [...found.values].map(
    ([keyword, values]) => [keyword, values.map(({ at }) => at?.slice(config.directory.length + 1))] as const,
  );
  return {
    found,
    text: (keyword: string) => configuredText(found, keyword),
    places: Object.fromEntries(places),
  };
}

describe('the first value counts', () => {
  test('across sections, with the line of each value', async () => {
    const { text, places } = await parse('Host db1\n  Port 2201\nHost *\n  Port 22\n  User ops\n');
    expect([text('Port'), text('User')]).toEqual(['2201', 'ops']);
    expect(places).toEqual({ Port: ['config:2'], User: ['config:5'] });
  });

  test('except for keys, which are collected', async () => {
    const { found } = await parse('IdentityFile a\nIdentityFile b\nIdentityFile a\n');
    expect(found.values.get('IdentityFile')?.map(({ words }) => words[0])).toEqual(['a', 'b']);
  });
});

describe('Host', () => {
  test.each([
    ['db1', true],
    ['db?', true],
    ['*', true],
    ['web* db*', true],
    ['db* !db1', false],
    ['!db2', false],
    ['DB1', false],
    ['d.1', false],
  ])('%s: %s', async (patterns, isMatch) => {
    const { text } = await parse(`Host ${patterns}\n  Port 99\n`);
    expect(text('Port')).toBe(isMatch ? '99' : undefined);
  });
});

describe('Match', () => {
  const config = (criteria: string) => `Host db1\n HostName db1.example.com\nMatch ${criteria}\n  Port 99\n`;
  test.each([
    ['all', true],
    ['host db1.example.com', true],
    ['host db1', false],
    ['host *.EXAMPLE.com,x', true],
    ['host=*.example.com', true],
    ['originalhost db1', true],
    ['originalhost db1 host other', false],
    ['!host other', true],
    ['!originalhost db*', false],
    ['user ops', true],
    ['user ann', false],
    ['localuser ann', true],
    ['final host db1.example.com', true],
    ['canonical', false],
    ['tagged x', false],
  ])('%s: %s', async (criteria, isMatch) => {
    const { text } = await parse(config(criteria), { user: 'ops' });
    expect(text('Port')).toBe(isMatch ? '99' : undefined);
  });

  test('compares the user that a line above sets', async () => {
    const { text } = await parse('User ops\nMatch user ops\n  Port 99\n');
    expect(text('Port')).toBe('99');
  });

  test('with exec has no effect, and is named with its line', async () => {
    const { text, found } = await parse('Match host db1 exec "true"\n  Port 99\nMatch exec x host other\n');
    expect(text('Port')).toBeUndefined();
    expect(found.unevaluated).toMatchObject([{ criterion: 'exec' }]);
    expect(found.unevaluated[0]?.at).toMatch(/config:1$/);
  });
});

describe('Include', () => {
  test('reads relative paths, `~` and patterns in order, with the lines of the included files', async () => {
    const { places } = await parse({
      config: 'Include conf.d/*\nInclude ~/more\n',
      'conf.d/2': 'Port 2\nUser two\n',
      'conf.d/1': '# first\nPort 1\n',
      'conf.d/.hidden': 'Compression yes\n',
      more: 'HostName more\n',
    });
    expect(places).toEqual({ Port: ['conf.d/1:2'], User: ['conf.d/2:2'], HostName: ['more:1'] });
  });

  test('within a section applies only with that section, and ends with the file', async () => {
    const files = {
      config: 'Host other\n  Include inner\n  Port 3\nHost db1\n  Include inner\n  User x\n',
      inner: 'Host *\n  Port 1\nHost other\n  Port 2\n',
    };
    expect((await parse(files)).places).toEqual({ Port: ['inner:2'], User: ['config:6'] });
  });

  test('of itself ends', async () => {
    expect((await parse('Include config\nPort 7\n')).text('Port')).toBe('7');
  });
});

describe('CanonicalizeHostname', () => {
  const config = [
    'CanonicalizeHostname yes',
    'CanonicalDomains a.example.com b.example.com',
    'Host *.b.example.com',
    '  User canonical',
    '',
  ].join('\n');

  test('completes the name with the first domain that resolves, and applies its sections', async () => {
    const { text } = await parse(config, { names: ['db1.b.example.com'] });
    expect([text('HostName'), text('User')]).toEqual(['db1.b.example.com', 'canonical']);
  });

  test.each([
    ['a name that does not resolve', config, 'db1'],
    ['a name with more dots', config, 'db1.rack.dc'],
    ['an address', config, '10.0.0.1'],
    [
      'a host behind a bastion',
      `${config}ProxyJump bastion\n`.replace('Host *.b', 'Match all\nHost *.b'),
      'db1',
    ],
  ])('keeps %s', async (_title, text, host) => {
    const names = ['db1.rack.dc.b.example.com', '10.0.0.1.b.example.com', 'db2.b.example.com'];
    const parsed = await parse(text, { host, names });
    expect(parsed.text('HostName') ?? host).toBe(host);
  });
});
