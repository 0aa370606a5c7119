import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import { keyRing, stateOfKey } from '../../../src/transport/ssh/connect/login/keys.ts';
import type { OpenedKey } from '../../../src/transport/ssh/connect/login/keys.ts';
import type { SshOptions } from '../../../src/transport/ssh/connect/options.ts';
import { shellHere } from '../../../src/model/next-step.ts';

let file: string;
beforeAll(() => {
  file = join(mkdtempSync(join(tmpdir(), 'quorate-keys-')), 'key');
});
afterAll(() => rmSync(join(file, '..'), { recursive: true }));

function open(contents: string | Buffer, passphrase?: string): Promise<OpenedKey> {
  writeFileSync(file, contents, { mode: 0o600 });
  const askPassphrase = passphrase === undefined ? undefined : async () => new Secret(passphrase);
  const options = { ...(askPassphrase && { askPassphrase }) } as Partial<SshOptions> as SshOptions;
  return keyRing(options)(file);
}

/** Returns the public key of a private key, as ssh-keygen reads it. */
function publicOf(pem: string | Buffer): string | undefined {
  writeFileSync(file, pem, { mode: 0o600 });
  return execFileSync('ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' }).split(' ')[1]?.trim();
}

describe('a private key that other accounts can read is refused', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const plain = privateKey.export({ type: 'pkcs1', format: 'pem' });
  const encrypted = privateKey.export({
    ...{ type: 'pkcs8', format: 'pem' },
    ...{ cipher: 'aes-256-cbc', passphrase: 'horse' },
  } as const);

  test.each([
    ['its group', plain, 0o640],
    ['all accounts', plain, 0o644],
    ['all accounts but the group', plain, 0o604],
    ['its group, which can also write it,', plain, 0o660],
    ['all accounts, although it has a passphrase', encrypted, 0o644],
  ])('%s can read it', async (...[, text, mode]) => {
    writeFileSync(file, text);
    chmodSync(file, mode);
    const shown = `0${mode.toString(8)}`;
    expect(await keyRing({} as SshOptions)(file)).toEqual({
      fault: 'readable by other accounts',
      problem: {
        what: `cannot use the key ${file}`,
        why: `other accounts can read the private key (mode ${shown})`,
        next: shellHere(`chmod 600 ${file}`),
      },
    });
    expect(await stateOfKey(file)).toBe('readable by other accounts');
  });

  test.each([0o600, 0o400, 0o700])('mode %d is accepted', async (mode) => {
    writeFileSync(file, plain);
    chmodSync(file, mode);
    expect(await keyRing({} as SshOptions)(file)).toHaveProperty('key');
  });

  test('the mode of a file of another account is accepted, as by ssh', async () => {
    writeFileSync(file, plain);
    chmodSync(file, 0o644);
    const uid = jest.spyOn(process, 'getuid').mockReturnValue(statSync(file).uid + 1);
    expect(await keyRing({} as SshOptions)(file)).toHaveProperty('key');
    uid.mockRestore();
    chmodSync(file, 0o600);
  });
});

const PEM = { type: 'pkcs8', format: 'pem' } as const;
const openedAs = (opened: OpenedKey) =>
  'key' in opened ? opened.key.getPublicSSH().toString('base64') : opened.problem;

describe('a key in PKCS #8 format is read', () => {
  const keys: readonly (readonly [string, KeyObject])[] = [
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
    ['EC', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  ];
  test.each(keys)('%s', async (_, key) => {
    const expected = publicOf(key.export(PEM));
    expect(openedAs(await open(key.export(PEM)))).toBe(expected);
    const encrypted = key.export({ ...PEM, cipher: 'aes-256-cbc', passphrase: 'open sesame' });
    expect(openedAs(await open(encrypted, 'open sesame'))).toBe(expected);
    expect(openedAs(await open(encrypted, 'wrong'))).toMatchObject({ why: 'wrong passphrase' });
    expect(openedAs(await open(encrypted))).toMatchObject({ why: expect.stringContaining('passphrase') });
  });
});

const ED25519 = generateKeyPairSync('ed25519').privateKey.export(PEM).toString();

// ssh-keygen of Debian 12 does not read this format, so that node checks the signature.
test.each([undefined, 'horse'])(
  'an Ed25519 key in PKCS #8 format signs (passphrase: %s)',
  async (passphrase) => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const cipher = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
    const opened = await open(privateKey.export({ ...PEM, ...cipher }), passphrase);
    if (!('key' in opened)) throw new Error(String(opened.problem.why));
    const signature = opened.key.sign(Buffer.from('data'));
    expect(signature).not.toBeInstanceOf(Error);
    expect(verify(null, Buffer.from('data'), publicKey, signature)).toBe(true);
  },
);

const RSA_DER = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({
  type: 'pkcs1',
  format: 'der',
});

test.each([
  {
    format: 'PPK',
    contents: 'PuTTY-User-Key-File-3: ssh-ed25519\n',
    next: 'puttygen KEY -O private-openssh -o KEY.openssh',
  },
  {
    format: 'UTF-16',
    contents: Buffer.from(`\uFEFF${ED25519}`, 'utf16le'),
    next: 'umask 077; iconv -f UTF-16 -t UTF-8 KEY >KEY.new && mv KEY.new KEY',
  },
  {
    format: 'DER',
    contents: RSA_DER,
    next: 'umask 077; openssl pkey -inform DER -in KEY >KEY.new && mv KEY.new KEY',
  },
])(
  'names the format of a key in $format, and the command that converts it',
  async ({ format, contents, next }) => {
    const opened = await open(contents);
    expect(openedAs(opened)).toMatchObject({
      what: `cannot use the key ${file}`,
      why: expect.stringContaining(format.split(',')[0] ?? ''),
      next: shellHere(next.replaceAll('KEY', file), 'convert it'),
    });
  },
);
