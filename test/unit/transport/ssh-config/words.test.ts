import { expect, test } from '@jest/globals';
import { wordsOf } from '../../../../src/transport/ssh/config/words.ts';

test.each([
  ['Port 22', 'Port', ['22']],
  ['  Port=22', 'Port', ['22']],
  ['\tport \t = 22  ', 'Port', ['22']],
  ['UserKnownHostsFile "/a b" /c', 'UserKnownHostsFile', ['/a b', '/c']],
  ["User 'a b'", 'User', ['a b']],
  ['User a\\ b', 'User', ['a b']],
  ['User "a\\"b"', 'User', ['a"b']],
  ['User CORP\\ann', 'User', ['CORP\\ann']],
  ['Host a b # comment', 'host', ['a', 'b']],
  ['Host a#b', 'host', ['a#b']],
  ['Match', 'match', []],
])('%s', (line, keyword, words) => {
  expect(wordsOf(line)).toMatchObject({ keyword, words });
});

test.each(['', '   ', '# Port 22', 'User "open'])('"%s" has no setting', (line) => {
  expect(wordsOf(line)).toBeUndefined();
});

test('keeps the text of a command', () => {
  expect(wordsOf('ProxyCommand = nc "%h" %p # not a comment')?.rest).toBe('nc "%h" %p # not a comment');
});
