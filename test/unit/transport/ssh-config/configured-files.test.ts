import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Host, SshSettings } from '../../../../src/model/cluster.ts';
import { unusableFiles } from '../../../../src/transport/ssh/connect/configured-files.ts';
import { hostAt } from '../../../support/sshd/machine.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-files-'));
  mkdirSync(join(folder, 'directory'));
  writeFileSync(join(folder, 'readable'), KEY, { mode: 0o644 });
  writeFileSync(join(folder, 'known'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A key of ssh-keygen, which protects nothing. */
const KEY = `-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
QyNTUxOQAAACCzPq7zfqLffKoBDe/eo04kH2XxtSmk9D7RQyf1xUqrYgAAAJgAIAxdACAM
XQAAAAtzc2gtZWQyNTUxOQAAACCzPq7zfqLffKoBDe/eo04kH2XxtSmk9D7RQyf1xUqrYg
AAAEC2BsIi0QwW2uFscKTUUXNHLsYX4FxlaSDSblbAj7WR7bM+rvN+ot98qgEN796jTiQf
ZfG1KaT0PtFDJ/XFSqtiAAAAEHVzZXJAZXhhbXBsZS5jb20BAgMEBQ==
-----END OPENSSH PRIVATE KEY-----
`;

const host = (name: string, ssh: Partial<SshSettings> = {}): Host => ({
  ...hostAt(22, { defaults: ['known_hosts'], knownHosts: join(folder, 'known'), ...ssh }),
  ...{ name, address: `${name}.example.com` },
});

async function found(config: string, hosts: readonly Host[]) {
  const file = join(folder, 'config');
  writeFileSync(file, config);
  const source = { program: 'ssh', env: {}, home: folder, localUser: 'ada', file };
  return (await unusableFiles(hosts, source)).map(({ keyword, paths, at, why, hosts: names }) =>
    [
      at?.replace(`${folder}/`, ''),
      keyword,
      ...paths.map((path) => path.replace(`${folder}/`, '')),
      why,
      names,
    ].join(' '),
  );
}

const both = [host('db1'), host('db2')];

test('a missing key of ssh_config is one warning with its line and all hosts', async () => {
  expect(await found('Host db*\n  IdentityFile ~/id_missing\n  User ops\n', both)).toEqual([
    'config:2 IdentityFile id_missing the file does not exist db1,db2',
  ]);
  expect(await found('IdentityFile ~/keys/%n\n', both)).toEqual([
    'config:1 IdentityFile keys/db1.example.com keys/db2.example.com the file does not exist db1,db2',
  ]);
});

test('a key that other accounts can read, a directory and a missing certificate are warnings too', async () => {
  const config = 'IdentityFile ~/readable\nIdentityFile ~/directory\nCertificateFile ~/key-cert.pub\n';
  expect(await found(config, [host('db1')])).toEqual([
    'config:1 IdentityFile readable the private key is readable by other accounts db1',
    'config:2 IdentityFile directory it is a directory db1',
    'config:3 CertificateFile key-cert.pub the file does not exist db1',
  ]);
});

test('of several known_hosts files, one is enough', async () => {
  expect(await found('UserKnownHostsFile ~/known ~/known2\n', both)).toEqual([]);
  expect(await found('UserKnownHostsFile ~/none ~/known2\n', both)).toEqual([
    'config:1 UserKnownHostsFile none known2 the file does not exist db1,db2',
  ]);
});

test('the files of a bastion are checked, and those that the inventory replaces are not', async () => {
  const config =
    'Host gate\n  IdentityFile ~/id_gate\nHost db*\n  ProxyJump gate\n  IdentityFile ~/id_missing\n';
  const own = host('db2', { identity: '/own' });
  expect(await found(config, [host('db1'), own])).toEqual([
    'config:5 IdentityFile id_missing the file does not exist db1',
    'config:2 IdentityFile id_gate the file does not exist db1,db2',
  ]);
});

test('a key of the agent needs only its public part', async () => {
  writeFileSync(join(folder, 'id_agent.pub'), 'ssh-ed25519 AAAA');
  expect(await found('IdentityFile ~/id_agent\n', [host('db1', { agent: true })])).toEqual([]);
  expect(await found('IdentityFile none\nUserKnownHostsFile /dev/null\n', both)).toEqual([]);
});
