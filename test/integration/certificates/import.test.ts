import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { openssl, verifies } from './openssl.ts';
import { FILES, workspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

jest.setTimeout(180_000);

let here: Workspace;
beforeEach(async () => {
  here = await workspace();
});
afterEach(() => here.remove());

describe('csr and import', () => {
  /** Creates the CA of a company with openssl; with `signer`, an intermediate CA. */
  async function company(name: string, signer?: string): Promise<string> {
    const place = join(here.directory, name);
    await mkdir(place);
    const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', `${place}/ca.key`, '-subj', `/CN=${name}`];
    if (signer === undefined) {
      const usage = ['-addext', 'keyUsage=keyCertSign'];
      await openssl('req', '-x509', ...key, ...usage, '-out', `${place}/ca.crt`, '-days', '3650');
      return place;
    }
    await writeFile(`${place}/ext`, 'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign\n');
    await openssl('req', ...key, '-out', `${place}/ca.csr`);
    const by = ['-CA', `${signer}/ca.crt`, '-CAkey', `${signer}/ca.key`, '-days', '365'];
    await openssl(
      ...['x509', '-req', '-in', `${place}/ca.csr`, ...by, '-extfile', `${place}/ext`],
      ...['-out', `${place}/ca.crt`],
    );
    return place;
  }

  async function sign(ca: string, file: string): Promise<string> {
    const out = `${ca}/${file}.crt`;
    const by = ['-CA', `${ca}/ca.crt`, '-CAkey', `${ca}/ca.key`, '-days', '365'];
    await openssl(
      'x509',
      '-req',
      '-in',
      here.at(`${file}.csr`),
      ...by,
      '-copy_extensions',
      'copyall',
      '-out',
      out,
    );
    return out;
  }

  const signAll = (ca: string) => Promise.all(FILES.map((file) => sign(ca, file)));

  test('create only keys and requests, and import the signed certificates', async () => {
    const { code, stdout } = await here.certificates('csr');
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining(
        'certificates: 6 requests, 0 certificates still valid\nNext: have the requests signed',
      ),
    ]);
    expect(await readdir(join(here.directory, 'certificates'))).toEqual(
      FILES.flatMap((file) => [`${file}.csr`, `${file}.key`]).sort(),
    );
    const text = await openssl('req', '-in', here.at('db1.csr'), '-noout', '-verify', '-text');
    expect(text).toContain('DNS:db1, DNS:localhost, DNS:10.0.0.11, DNS:127.0.0.1, IP Address:10.0.0.11');
    const ca = await company('Company');
    const imported = await here.certificates('import', `${ca}/ca.crt`, ...(await signAll(ca)));
    expect(imported).toMatchObject({ code: 0, stderr: '' });
    expect(imported.stdout).toMatch(/certificates: 7 files imported\n$/);
    expect((await here.certificates('check')).code).toBe(0);
    expect(await verifies(join(here.directory, 'certificates'), 'rabbit1', 'rabbit1')).toContain('OK');
    const again = await here.certificates('csr');
    expect(again.stdout).toBe('certificates: 0 requests, 6 certificates still valid\n');
  });

  test('keep the key if its certificate is renewed', async () => {
    await here.certificates('csr');
    const before = await readFile(here.at('db1.key'), 'utf8');
    await here.certificates('csr', '--renew');
    expect(await readFile(here.at('db1.key'), 'utf8')).toBe(before);
  });

  test('leave no CA key, so that issue refuses', async () => {
    await here.certificates('csr');
    const ca = await company('Company');
    await here.certificates('import', `${ca}/ca.crt`, ...(await signAll(ca)));
    await rm(here.at('db1.crt'));
    const { code, stderr } = await here.certificates('issue');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('next: create requests that another CA signs: quorate certificates csr'),
    ]);
  });

  test('read DER, and PKCS #7 with a chain', async () => {
    await here.certificates('csr');
    const ca = await company('Company');
    const [db1, ...others] = (await signAll(ca)) as [string, ...string[]];
    await openssl('x509', '-in', db1, '-outform', 'DER', '-out', `${db1}.der`);
    const all = ['ca', 'db2'].flatMap((name) => ['-certfile', `${ca}/${name}.crt`]);
    await openssl('crl2pkcs7', '-nocrl', ...all, '-out', `${ca}/all.p7b`);
    await openssl('crl2pkcs7', '-nocrl', ...all, '-outform', 'DER', '-out', `${ca}/der.p7b`);
    const rest = others.filter((path) => !path.endsWith('db2.crt'));
    const first = await here.certificates('import', `${ca}/der.p7b`, `${db1}.der`);
    expect(first.stdout).toContain('3 files imported, still missing: rabbit1.crt, manager1.crt');
    expect(await here.certificates('import', `${ca}/all.p7b`, ...rest)).toMatchObject({ code: 0 });
    expect((await here.certificates('check')).code).toBe(0);
  });

  test('use an intermediate as the CA, followed by its root', async () => {
    await here.certificates('csr');
    const root = await company('Root');
    const below = await company('Below', root);
    const given = [`${root}/ca.crt`, `${below}/ca.crt`, ...(await signAll(below))];
    expect(await here.certificates('import', ...given)).toMatchObject({ code: 0, stderr: '' });
    expect((await here.certificates('check')).code).toBe(0);
    expect(await verifies(join(here.directory, 'certificates'), 'db1', 'db1')).toContain('OK');
  });

  test('refuse all files, and write nothing, if one is invalid', async () => {
    await here.certificates('csr');
    const [ca, other] = [await company('Company'), await company('Other')];
    const given = [`${ca}/ca.crt`, await sign(ca, 'db1'), await sign(other, 'db2'), `${other}/ca.crt`];
    const { code, stderr } = await here.certificates('import', ...given);
    expect(code).toBe(2);
    expect(stderr).toContain('db2.crt: the certificate of db2 is issued by CN=Other');
    expect(await readdir(join(here.directory, 'certificates'))).not.toContain('db1.crt');
  });

  test('report a certificate without a key, a file without a certificate, and a missing CA', async () => {
    await here.certificates('csr');
    const ca = await company('Company');
    const db1 = await sign(ca, 'db1');
    await writeFile(join(here.directory, 'text'), 'hello');
    const broken = await here.certificates(
      'import',
      join(here.directory, 'text'),
      join(here.directory, 'nowhere'),
      db1,
    );
    expect(broken.stderr).toContain('text: contains no certificate');
    expect(broken.stderr).toContain('nowhere: file not found');
    expect((await here.certificates('import', db1)).stderr).toContain(
      'the certificate of the CA is neither in tls.directory nor among the imported files',
    );
    await rm(here.at('db1.key'));
    expect((await here.certificates('import', `${ca}/ca.crt`, db1)).stderr).toContain(
      'the certificate CN=db1 matches no key in tls.directory',
    );
  });
});
