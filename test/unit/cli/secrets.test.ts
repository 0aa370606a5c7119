import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { Secret } from '../../../src/model/secret.ts';
import { openSecretsFile, writeSecrets } from '../../../src/secrets/files/secrets-file.ts';
import { keysOf } from '../../../src/secrets/files/keys.ts';
import { fakeEdges, whenPrinted } from './edges.ts';

const folder = mkdtempSync(join(tmpdir(), 'quorate-cli-secrets-'));
const inventory = join(folder, 'inventory.yaml');
const secretsFile = join(folder, 'secrets.age');
const threeEach = readFileSync('inventories/three-each.yaml', 'utf8');
const keys = () => keysOf({ identity: join(folder, 'identity.txt'), recipients: [] }, { env: {} });

afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  readdirSync(folder).forEach((name) => rmSync(join(folder, name)));
  withSecrets('  file: secrets.age\n  identity: identity.txt');
});

function withSecrets(section: string) {
  writeFileSync(inventory, threeEach.replace(/^secrets:\n.*$/m, `secrets:\n${section}`));
}

async function run(words: readonly string[], options: Parameters<typeof fakeEdges>[0] = {}) {
  const env = { PATH: process.env['PATH'], ...options.env };
  const fake = fakeEdges({ ...options, env });
  const code = await main(['secrets', ...words], fake.edges);
  const short = (text: string) => text.replaceAll(`${folder}/`, '');
  // Problems are wrapped at 80 columns, wherever the test's directory is.
  return { code, stdout: short(fake.stdout()), stderr: short(fake.stderr()).replace(/\s+/g, ' ').trim() };
}

/** An editor that runs this on the file it is given. */
function editor(script: string): { env: Record<string, string> } {
  const path = join(folder, 'editor.sh');
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
  return { env: { EDITOR: path } };
}

const leftovers = () =>
  ['/dev/shm', tmpdir()]
    .flatMap((place) => (existsSync(place) ? readdirSync(place) : []))
    .filter((name) => name.startsWith('quorate-edit-') && name.includes(`-${process.pid}-`));

test('secrets edit without a terminal and without an editor shows nothing and changes nothing', async () => {
  await run(['generate', inventory]);
  const before = readFileSync(secretsFile);
  const { code, stdout, stderr } = await run(['edit', inventory]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('no terminal to edit on');
  expect(readFileSync(secretsFile)).toEqual(before);
});

describe('secrets generate', () => {
  test('creates the file, its identity and all missing secrets; does nothing the second time', async () => {
    const first = await run(['generate', inventory]);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toMatch(
      /^secrets\.age: 13 new secrets: postgres_password, .*\nidentity\.txt: new age identity/,
    );
    const written = readFileSync(secretsFile, 'utf8');
    expect(await run(['generate', inventory])).toEqual({
      code: 0,
      stdout: 'secrets.age: no secret is missing\n',
      stderr: '',
    });
    expect(readFileSync(secretsFile, 'utf8')).toBe(written);
  });

  test('regenerates only the named secrets', async () => {
    await run(['generate', inventory]);
    const values = async () => (await openSecretsFile(secretsFile, keys())).text.reveal().split('\n');
    const before = await values();
    const { stdout } = await run(['generate', inventory, '--renew', 'etcd_token, erlang_cookie']);
    expect(stdout).toContain('secrets.age: 2 new secrets: etcd_token, erlang_cookie\n');
    expect(stdout).toContain('keeps the old values');
    const after = await values();
    expect(after.filter((line) => !before.includes(line)).map((line) => line.split(':')[0])).toEqual([
      'etcd_token',
      'erlang_cookie',
    ]);
  });

  test('refuses to regenerate secrets that are not in the file', async () => {
    withSecrets('  file: secrets.age\n  identity: identity.txt\n  etcd_token: { env: TOKEN }');
    const { code, stderr } = await run(['generate', inventory, '--renew', 'etcd_token,erlang_cooky']);
    expect(code).toBe(2);
    expect(stderr).toContain('no secret "etcd_token"');
    expect(stderr).toContain('no secret "erlang_cooky": did you mean "erlang_cookie"?');
    expect(existsSync(secretsFile)).toBe(false);
  });

  test('warns of a plain file', async () => {
    withSecrets('  file: secrets.yaml');
    expect((await run(['generate', inventory])).stdout).toContain('warning: the file is not encrypted');
  });

  test('is refused if the secrets are not in a file', async () => {
    withSecrets('  env: true');
    const { code, stderr } = await run(['generate', inventory]);
    expect(code).toBe(2);
    expect(stderr).toContain('inventory.yaml: the secrets are not in a file that Quorate can write');
  });
});

describe('secrets list', () => {
  test('prints source and readers of each secret without reading it', async () => {
    withSecrets(
      '  file: secrets.age\n  etcd_token: { command: [pass, show, token] }\n  receipt_key: { env: KEY }',
    );
    const { code, stdout } = await run(['list', inventory]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^etcd_token +database +pass show token$/m);
    expect(stdout).toMatch(/^receipt_key +quorate +the variable KEY$/m);
    expect(stdout).toMatch(/^rabbitmq_password +broker manager +secrets\.age$/m);
  });

  test('as JSON', async () => {
    withSecrets('  env: PROD_');
    const { stdout } = await run(['list', inventory, '--output', 'json']);
    const { v, secrets } = JSON.parse(stdout) as { v: number; secrets: unknown[] };
    expect(v).toBe(2);
    expect(secrets).toContainEqual({
      name: 'erlang_cookie',
      from: 'the variable PROD_ERLANG_COOKIE',
      by: ['broker'],
    });
  });
});

describe('secrets check', () => {
  test('accepts generated secrets', async () => {
    await run(['generate', inventory]);
    expect(await run(['check', inventory])).toEqual({
      code: 0,
      stdout: 'inventory.yaml: 13 secrets, all available and usable\n',
      stderr: '',
    });
  });

  test('warns about plain text and reports problems without values', async () => {
    withSecrets('  file: secrets.yaml');
    writeFileSync(join(folder, 'secrets.yaml'), "etcd_token: hunter'2\n", { mode: 0o600 });
    const { code, stderr } = await run(['check', inventory]);
    expect(code).toBe(2);
    expect(stderr).toContain('warning: secrets.yaml: secrets in plain text');
    expect(stderr).toContain("secrets.yaml:1:1: etcd_token cannot be used: forbidden characters: '");
    expect(stderr).not.toContain('hunter');
    const json = await run(['check', inventory, '--output', 'json']);
    expect(json.code).toBe(2);
    expect((JSON.parse(json.stdout) as { problems: unknown[] }).problems).toHaveLength(2);
    expect(json.stdout).not.toContain('hunter');
  });

  test('asks for a passphrase on a terminal, without echo', async () => {
    withSecrets('  file: secrets.age');
    const typed = keysOf({ recipients: [] }, { env: { QUORATE_AGE_PASSPHRASE: 'open sesame' } });
    await writeSecrets(secretsFile, { etcd_token: new Secret('abcdefgh') }, typed);
    const fake = fakeEdges({ tty: true });
    fake.stdin.write('typed ahead\r');
    const done = main(['secrets', 'check', inventory], fake.edges);
    await whenPrinted(fake, 'Passphrase for');
    fake.stdin.write('open sesame\r');
    expect(await done).toBe(2);
    expect(fake.stderr()).toMatch(/Passphrase for \S+: \n[^]*12 secrets are missing/);
    expect(fake.stderr()).not.toMatch(/sesame|typed ahead|wrong/);
  }, 60_000);
});

describe('secrets edit', () => {
  beforeEach(async () => {
    await run(['generate', inventory]);
  });

  test('saves the edited text, encrypted as before', async () => {
    const { code, stdout } = await run(
      ['edit', inventory],
      editor(`sed -i 's/^etcd_token: .*/etcd_token: hunter2hunter2/' "$1"`),
    );
    expect([code, stdout]).toEqual([0, 'secrets.age: written\n']);
    const { text, encryption: sealed } = await openSecretsFile(secretsFile, keys());
    expect(sealed).toBe('recipients');
    expect(text.reveal()).toContain('etcd_token: hunter2hunter2\n');
    expect(leftovers()).toEqual([]);
  });

  test.each([
    { when: 'nothing was changed', script: 'true', code: 0, said: 'unchanged' },
    {
      when: 'the editor fails',
      script: 'echo "etcd_token: abcd" >"$1"; exit 1',
      code: 2,
      said: 'exited with code 1',
    },
    {
      when: 'what it left cannot be used',
      script: `echo "etcd_token: hunter'2" >"$1"`,
      code: 2,
      said: "forbidden characters: '",
    },
    {
      when: 'what it left is no YAML',
      script: 'echo "etcd_token: @hunter2" >"$1"',
      code: 2,
      said: 'cannot start with this character',
    },
  ])('leaves the file unchanged if $when', async ({ script, code, said }) => {
    const before = readFileSync(secretsFile, 'utf8');
    const done = await run(['edit', inventory], editor(script));
    expect(done.code).toBe(code);
    expect(`${done.stdout}${done.stderr}`).toContain(said);
    expect(`${done.stdout}${done.stderr}`).not.toContain('hunter');
    expect(readFileSync(secretsFile, 'utf8')).toBe(before);
    expect(leftovers()).toEqual([]);
  });

  test('reports a missing editor', async () => {
    const { code, stderr } = await run(['edit', inventory], { env: { VISUAL: 'no-such-editor --wait' } });
    expect(code).toBe(2);
    expect(stderr).toContain('the editor no-such-editor cannot be started (ENOENT); nothing was changed');
  });

  test('reopens the editor on a terminal if the content is invalid', async () => {
    const twice = `if [ -e ${folder}/again ]; then echo "etcd_token: abcdefgh" >"$1"; else touch ${folder}/again; echo "etcd_tken: abcd" >"$1"; fi`;
    const fake = fakeEdges({ tty: true, env: { PATH: process.env['PATH'], ...editor(twice).env } });
    const done = main(['secrets', 'edit', inventory], fake.edges);
    await whenPrinted(fake, 'Enter: edit again');
    fake.stdin.write('\r');
    expect(await done).toBe(0);
    expect(fake.stderr()).toContain('did you mean "etcd_token"?');
    expect((await openSecretsFile(secretsFile, keys())).text.reveal()).toBe('etcd_token: abcdefgh\n');
  });

  test('SIGTERM ends the editor and leaves the file unchanged; the editor handles Ctrl-C', async () => {
    const before = readFileSync(secretsFile, 'utf8');
    const env = { PATH: process.env['PATH'], ...editor('echo "etcd_token: abcd" >"$1"; exec sleep 60').env };
    const fake = fakeEdges({ env });
    const done = main(['secrets', 'edit', inventory], fake.edges);
    while (fake.listeners.size === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    fake.send('SIGINT');
    fake.send('SIGTERM');
    expect(await done).toBe(143);
    expect(readFileSync(secretsFile, 'utf8')).toBe(before);
    expect(leftovers()).toEqual([]);
    expect(fake.listeners.size).toBe(0);
  });
});
