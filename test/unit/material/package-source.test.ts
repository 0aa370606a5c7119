import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  listPackageFiles,
  loadPackageFiles,
  loadRepositoryKey,
} from '../../../src/material/package-source.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'quorate-packages-'));
  await writeFile(join(directory, 'patroni_3.0.2-1_all.deb'), '!<arch>\npatroni');
  await writeFile(join(directory, 'README'), 'not a package');
});
afterAll(async () => rm(directory, { recursive: true }));

const whats = ({ problems }: Awaited<ReturnType<typeof loadPackageFiles>>) =>
  problems.map(({ what }) => what);

describe('a directory of package files', () => {
  test('is every .deb file in it, with its digest', async () => {
    const { value, problems } = await loadPackageFiles(directory, ['patroni']);
    expect(problems).toEqual([]);
    expect(value).toMatchObject([{ path: join(directory, 'patroni_3.0.2-1_all.deb'), size: 15 }]);
    expect(value?.[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('reports everything that it lacks at once', async () => {
    const broken = join(directory, 'haproxy_2.6_amd64.deb');
    await writeFile(broken, '<html>');
    const { problems } = await listPackageFiles(directory, ['patroni', 'haproxy', 'etcd-server', 'etcd']);
    expect(problems.map(({ what }) => what)).toEqual([
      'the package does not start like a .deb file',
      'has no file etcd-server_*.deb',
      'has no file etcd_*.deb',
    ]);
    await rm(broken);
  });

  test('must exist', async () => {
    expect(whats(await loadPackageFiles(join(directory, 'none'), []))).toEqual([
      'the directory does not exist',
    ]);
    expect(whats(await loadPackageFiles(join(directory, 'README'), []))).toEqual([
      'the directory is not a directory',
    ]);
  });
});

describe('the key of a repository', () => {
  const key = async (text: string) => {
    const path = join(directory, 'key.asc');
    await writeFile(path, text);
    return loadRepositoryKey(path);
  };

  test('is a public key in ASCII armor', async () => {
    const armor = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQ==\n-----END PGP PUBLIC KEY BLOCK-----\n';
    expect(await key(armor)).toEqual({ value: armor, problems: [] });
  });

  test.each([
    ['-----BEGIN PGP PRIVATE KEY BLOCK-----\n', 'the key is a private key'],
    ['\u0099\u0001', 'the key is not a public key in ASCII armor'],
  ])('is never %j', async (text, what) => {
    const { value, problems } = await key(text);
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ what }]);
  });
});
