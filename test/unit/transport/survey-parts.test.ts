import { expect, test } from '@jest/globals';
import type { AbsolutePath } from '../../../src/model/names.ts';
import type { Survey } from '../../../src/transport/port.ts';
import { readSurvey } from '../../../src/transport/ssh/methods/read-survey.ts';
import type { Section } from '../../../src/transport/ssh/worker/frame.ts';
import { NOTHING } from '../../contract/samples.ts';

const section = (head: string, out = '', err = ''): Section => ({
  head,
  out: Buffer.from(out),
  err: Buffer.from(err),
});
const HEADS = 'machine-id hostname os-release systemd addresses memory listening names complete'.split(' ');

function read(sections: readonly Section[], disks: readonly AbsolutePath[] = []): Survey {
  const others = [section('clock', '5'), section('boot-id', 'b'), ...HEADS.map((head) => section(head))];
  const obstacles = sections.some(({ head }) => head === 'obstacles') ? [] : [section('obstacles')];
  const reply = {
    code: 0,
    sections: [...others, ...obstacles, ...sections],
    stderr: '',
    sentAt: 0,
    startedAt: 0,
  };
  return readSurvey({ ...NOTHING, disks }, reply);
}

test('all parts that cannot be read are named, and the obstacles that explain them', () => {
  const sections = [
    section('disk /a', '', 'df: /a: Stale file handle'),
    section('disk /b', 'no number'),
    section('obstacles', 'the program df is missing\tdnf install coreutils\n'),
  ];
  expect(() => read(sections, ['/a', '/b'])).toThrow(
    'no free space of /a (df: /a: Stale file handle); no free space of /b; the program df is missing',
  );
});

test('the outcome of the last run is that of the newest entry in the history', () => {
  const entry = (text: string) => read([section('last-entry', text)]).lastOutcome;
  expect(entry('{"v":2,"run":"r","outcome":"interrupted","at":1}\n')).toBe('interrupted');
  expect(entry('{"v":2,"run":"r","outcome":"do')).toBeUndefined();
});

test('the versions of packages, with those of the installed ICU under one name', () => {
  const lines =
    'patroni (none) 3.0.2-1\nlibc6 2.36-9 2.36-9\nerlang-base (none) (none)\nlibicu72 72.1-3 72.1-3\n';
  expect(read([section('versions', lines)]).facts.versions).toEqual({
    patroni: { candidate: '3.0.2-1' },
    libc6: { installed: '2.36-9', candidate: '2.36-9' },
    'erlang-base': {},
    libicu: { installed: '72.1-3', candidate: '72.1-3' },
  });
  expect(read([]).facts.versions).toBeUndefined();
});
