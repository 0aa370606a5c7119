import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { QuorateError } from '../../../src/errors/errors.ts';
import { replaceAddress, withHost, withoutHost } from '../../../src/inventory/edit/edit-inventory.ts';
import { styles } from './edits/styles.ts';
import { examples, read, threeEach } from './reading.ts';
import { either, manual, runAgain } from '../../../src/model/next-step.ts';

const db4 = { role: 'database', name: 'db4', address: '10.0.0.4' } as const;

describe('adds a host in the style of its siblings; removing it restores every byte', () => {
  test.each(styles)('$title', ({ before, after }) => {
    expect(withHost(before, db4)).toBe(after);
    expect(withoutHost(after, 'db4')).toBe(before);
  });

  test('quotes a value that YAML would read as a number or that ends with a colon', () => {
    const text = 'databases:\n  hosts:\n    - { name: db1, address: a }\n';
    expect(withHost(text, { ...db4, name: '123' })).toContain('{ name: "123", address: 10.0.0.4 }');
    expect(withHost(text, { ...db4, name: 'null' })).toContain('{ name: "null", ');
    expect(withHost(text, { ...db4, address: 'fd00::4' })).toContain('address: fd00::4 }');
    expect(withHost(text, { ...db4, address: '::4' })).toContain('address: ::4 }');
    expect(withHost(text, { ...db4, address: 'fd00::' })).toContain('address: "fd00::" }');
  });

  test('adds and removes a host of each role in three-each.yaml', () => {
    const text = threeEach;
    const roles = new Set(read(text).cluster.hosts.map(({ role }) => role));
    expect([...roles]).toHaveLength(4);
    for (const role of roles) {
      const grown = withHost(text, { role, name: 'added', address: '10.99.0.1' });
      expect(read(grown).cluster.hosts.map(({ name }) => name)).toContain('added');
      expect(withoutHost(grown, 'added')).toBe(text);
    }
  });
});

describe('the first load balancer', () => {
  const lb1 = { role: 'load_balancer', name: 'lb1', address: '10.20.0.41' } as const;
  const without = threeEach.slice(0, threeEach.indexOf('load_balancers:'));

  test('creates its section; removing the last one removes the section', () => {
    expect(withHost(without, lb1)).toBe(threeEach);
    expect(withoutHost(threeEach, 'lb1')).toBe(without);
  });

  test('is inserted before comments at the end of the file', () => {
    const text = `${without}\n# The end.`;
    expect(withHost(text, lb1)).toBe(`${threeEach}\n# The end.`);
  });

  test('is indented like the managers, also at the end of a file without a newline', () => {
    const text = 'managers:\r\n    hosts:\r\n    - name: m1\r\n      address: a';
    const grown = `${text}\r\nload_balancers:\r\n    hosts:\r\n    - name: lb1\r\n      address: 10.20.0.41`;
    expect(withHost(text, lb1)).toBe(grown);
    expect(withoutHost(grown, 'lb1')).toBe(text);
  });

  test('is written in brackets if the managers are', () => {
    const text = 'managers:\n  hosts: [{ name: m1, address: a }]\n';
    const grown = `${text}load_balancers:\n  hosts: [{ name: lb1, address: 10.20.0.41 }]\n`;
    expect(withHost(text, lb1)).toBe(grown);
    expect(withoutHost(grown, 'lb1')).toBe(text);
  });

  test('keeps a section that has other keys than hosts', () => {
    const text = threeEach.replace('load_balancers:\n', 'load_balancers:\n  ssh: { port: 2222 }\n');
    expect(problemsOf(() => withoutHost(text, 'lb1'))).toMatchObject([
      { next: 'edit the inventory by hand: remove lb1 from load_balancers: hosts' },
    ]);
  });
});

describe('comments', () => {
  const list = (...lines: string[]) => ['databases:', '  hosts:', ...lines, 'brokers: {}', ''].join('\n');
  const a = '    - { name: a, address: 10.0.0.1 } # oldest';
  const b = '    - { name: b, address: 10.0.0.2 }';

  test.each([
    ['after a host is removed with it', [a, b], [b]],
    ['directly above a single host is removed with it', [b, '    # Rack 7.', a], [b]],
    ['above two hosts stays, because it may be a heading', ['    # Rack 7.', a, b], ['    # Rack 7.', b]],
    ['that names the host is removed with it', ['    # a has the big disks', a, b], [b]],
    ['that names the address is removed with it', ['    # 10.0.0.1: rack 7.', a, b], [b]],
    ['that names another host stays', [b, '    # not as fast as b', a], [b, '    # not as fast as b']],
    ['followed by a blank line stays', ['    # Rack 7.', '', a, b], ['    # Rack 7.', '', b]],
    ['in another column stays', [b, '# Rack 7.', a], [b, '# Rack 7.']],
    ['below the host, indented further, is removed with it', [a, '      # retired soon', b], [b]],
    [
      'below the host, not indented further, stays',
      [b, a, '    # to be continued'],
      [b, '    # to be continued'],
    ],
  ])('a comment %s', (_, before, after) => {
    expect(withoutHost(list(...before), 'a')).toBe(list(...after));
  });

  test.each([
    [
      'removes one of the two blank lines around the host',
      [b, '', a, '', b.replace(/b/g, 'c')],
      [b, '', b.replace(/b/g, 'c')],
    ],
    ['removes the blank line above the last host', [b, '', a], [b]],
    ['removes the blank line below the first host', [a, '', b], [b]],
    ['keeps a blank line between groups', [b, '', a, b.replace(/b/g, 'c')], [b, '', b.replace(/b/g, 'c')]],
  ])('%s', (_, before, after) => {
    expect(withoutHost(list(...before), 'a')).toBe(list(...after));
  });

  test('text in a block scalar that looks like a comment is not one', () => {
    const host = [
      '    - name: a',
      '      address: 10.0.0.1',
      '      config:',
      '        motd: |',
      '          # hello',
      '',
    ];
    expect(withoutHost(list(...host, b), 'a')).toBe(list(b));
  });
});

describe('a changed address', () => {
  test('replaces only that value and keeps its quotes', () => {
    expect(replaceAddress(threeEach, { name: 'db2', address: '10.20.0.99' })).toBe(
      threeEach.replace('10.20.0.12', '10.20.0.99'),
    );
    const quoted = `databases:\n  hosts: [{ address: '1.2.3.4', name: "a" }] # 1.2.3.4\n`;
    expect(replaceAddress(quoted, { name: 'a', address: 'it' })).toBe(quoted.replace(`'1.2.3.4'`, `'it'`));
  });

  test('is refused if the value is merged in or shared with another host', () => {
    const merged = 'x: &x { address: a }\ndatabases:\n  hosts:\n    - { <<: *x, name: db1 }\n';
    const shared =
      'databases:\n  hosts:\n    - { name: db1, address: &x a }\n    - { name: db2, address: *x }\n';
    for (const text of [merged, shared])
      expect(problemsOf(() => replaceAddress(text, { name: 'db1', address: 'b' }))).toMatchObject([
        { next: 'edit the inventory by hand: give db1 the address b' },
      ]);
  });
});

describe('refuses an edit and prints how to make it by hand', () => {
  test('a name that any host has already', () => {
    expect(problemsOf(() => withHost(threeEach, { ...db4, name: 'rabbit1' }, 'p.yaml'))).toEqual([
      {
        where: 'p.yaml',
        what: 'there is already a host rabbit1',
        next: either(runAgain({ without: '--address' }), manual('choose another name')),
      },
    ]);
  });

  test('a host that is not in the inventory', () => {
    expect(problemsOf(() => withoutHost(threeEach, 'rabit1', 'p.yaml'))).toMatchObject([
      { where: 'p.yaml', what: 'there is no host rabit1: did you mean "rabbit1"?' },
    ]);
  });

  test('an external role', () => {
    const external = readFileSync(join(examples, 'external-services.yaml'), 'utf8');
    expect(problemsOf(() => withHost(external, db4))).toMatchObject([
      { what: 'the databases are external, so Quorate has no hosts among them' },
    ]);
    expect(problemsOf(() => withoutHost(external, 'queue1'))).toMatchObject([
      { what: 'there is no host queue1' },
    ]);
  });

  test.each([
    ['hosts behind an alias', 'x: &x\n  - { name: a, address: b }\ndatabases:\n  hosts: *x\n'],
    ['hosts behind a merge key', 'x: &x\n  hosts:\n    - { name: a, address: b }\ndatabases:\n  <<: *x\n'],
    [
      'a list that another role refers to',
      'databases:\n  hosts: &x\n    - { name: a, address: b }\nbrokers:\n  hosts: *x\n',
    ],
    [
      'a first dash that shares its line with a key',
      '? databases\n: ? hosts\n  : - { name: a, address: b }\n',
    ],
    [
      'a block scalar that keeps its trailing lines',
      'databases:\n  hosts:\n    - name: a\n      address: b\n      config: { k: 1 }\n      z: |+\n        x\n\n',
    ],
  ])('%s', (_, text) => {
    const result = attempt(() => withHost(text, db4));
    expect(result).toMatchObject([
      { next: 'edit the inventory by hand: add { name: db4, address: 10.0.0.4 } to databases: hosts' },
    ]);
  });

  test('an anchor in the lines of the host that other hosts use', () => {
    const text =
      'databases:\n  hosts:\n    - { name: a, address: b, ssh: &s { port: 1 } }\n    - { name: c, address: d, ssh: *s }\n';
    expect(problemsOf(() => withoutHost(text, 'a'))).toMatchObject([
      { next: 'edit the inventory by hand: remove a from databases: hosts' },
    ]);
  });

  test('the last host of a mandatory role whose section has other keys', () => {
    const text = 'databases:\n  config: {}\n  hosts:\n    - { name: a, address: b }\n';
    expect(problemsOf(() => withoutHost(text, 'a'))).toHaveLength(1);
  });

  test.each(['', '- a\n', 'a: [\n', 'a: *b\n'])('a text that is not an inventory: %j', (text) => {
    expect(problemsOf(() => withHost(text, db4))).toMatchObject([{ what: 'not an inventory' }]);
  });
});

function problemsOf(edit: () => string) {
  const result = attempt(edit);
  if (typeof result === 'string') throw new Error(`not refused:\n${result}`);
  return result;
}

function attempt(edit: () => string) {
  try {
    return edit();
  } catch (error) {
    if (error instanceof QuorateError) return error.problems;
    throw error;
  }
}
