import { describe, expect, test } from '@jest/globals';
import { differentVersions } from '../../../src/membership/admission/package-versions.ts';
import type { PackageVersion } from '../../../src/model/host/facts.ts';

const SAME = { packages: ['postgresql-15', 'libc6', 'libicu'], offered: true };
type Versions = Readonly<Record<string, PackageVersion>>;

const MEMBER: Versions = {
  'postgresql-15': { installed: '15.12-0+deb12u2', candidate: '15.14-0+deb12u1' },
  libc6: { installed: '2.36-9+deb12u10' },
  libicu: { installed: '72.1-3' },
};

function refused(own: Versions, same = SAME, members: readonly Versions[] = [MEMBER]): readonly string[] {
  const hosts = members.map((versions, index) => ({ host: `db${index + 1}`, versions }));
  const found = { service: 'database', joining: { host: 'db4', versions: own }, members: hosts } as const;
  return differentVersions(found, same).map(({ where, what }) => `${where}: ${what}`);
}

describe('a host that joins', () => {
  test.each<readonly [string, Versions, readonly string[]]>([
    ['the same versions', MEMBER, []],
    ['a correction of the distribution', { libc6: { installed: '2.36-9+deb12u13' } }, []],
    ['nothing that is known', {}, []],
    [
      'the version that is installed, whatever is offered',
      { 'postgresql-15': { installed: '15.12-0+deb12u2', candidate: '15.14-0+deb12u1' } },
      [],
    ],
    [
      'a newer version that is offered',
      { 'postgresql-15': { candidate: '15.14-0+deb12u1' } },
      [
        'db4: would get postgresql-15 15.14-0+deb12u1; the members of the database cluster have 15.12-0+deb12u2',
      ],
    ],
    [
      'another glibc and another ICU',
      { libc6: { installed: '2.41-12' }, libicu: { installed: '76.1-4' } },
      [
        'db4: has glibc 2.41-12; the members of the database cluster have 2.36-9+deb12u10',
        'db4: has ICU 76.1-4; the members of the database cluster have 72.1-3',
      ],
    ],
  ])('with %s', (_, own, expected) => {
    expect(refused(own)).toEqual(expected);
  });

  test('is not compared with what its own repositories offer if it has another source', () => {
    const newer = { 'postgresql-15': { candidate: '15.14-0+deb12u1' } };
    expect(refused(newer, { ...SAME, offered: false })).toEqual([]);
  });

  test('needs the version of one member, while the members themselves differ', () => {
    const upgraded = { ...MEMBER, 'postgresql-15': { installed: '1:15.14-0' } };
    expect(refused({ 'postgresql-15': { candidate: '15.14-1' } }, SAME, [MEMBER, upgraded])).toEqual([]);
    expect(refused({ 'postgresql-15': { candidate: '15.13-1' } }, SAME, [MEMBER, upgraded])).toEqual([
      'db4: would get postgresql-15 15.13-1; the members of the database cluster have 15.12-0+deb12u2 and 1:15.14-0',
    ]);
  });
});
