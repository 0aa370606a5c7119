import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import { startFakePostgres } from '../../support/postgres/fake.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { localServers, makeChains } from './chains.ts';

jest.setTimeout(60_000);

let directory: string;
const local = localServers(() => directory);
const { serve, listening } = local;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-fetch-'));
  makeChains(directory);
});
afterEach(() => {
  local.close();
  rmSync(at('kept.crt'), { force: true });
});
afterAll(() => rmSync(directory, { recursive: true }));

const at = (name: string) => join(directory, name);
const pem = (...names: string[]) => names.map((name) => readFileSync(at(name), 'utf8')).join('');

async function fetch(...args: string[]) {
  const fake = fakeEdges({ clock: systemClock });
  const code = await main(['certificates', 'fetch', ...args], fake.edges);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

const fingerprint = (name: string) =>
  execFileSync('openssl', ['x509', '-noout', '-fingerprint', '-sha256', '-in', at(name)], {
    encoding: 'utf8',
  })
    .trim()
    .replace(/^.*=/, '');

describe('prints', () => {
  test('subject, issuer, validity, names and SHA-256 of each certificate, as openssl does', async () => {
    const server = await serve(['server.crt', 'ca.crt'], 'server.key');
    const { code, stdout, stderr } = await fetch(server);
    const sha = (name: string) => fingerprint(name).replace(/^((?:..:){15}..):/, `$1:\n${' '.repeat(15)}`);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.replace(/\d{4}-\d\d-\d\d/g, 'DAY'))
      .toBe(`${server} (TLS) sent 2 certificates to this machine:

  server       CN=server
  issued by    CN=ca
  valid        DAY to DAY (8 days left)
  names        DNS:db.example.com, IP:198.51.100.50, IP:2001:db8::50
  key          RSA 2048
  SHA-256      ${sha('server.crt')}

  CA (root)    CN=ca
  issued by    CN=ca
  valid        DAY to DAY (8 days left)
  names        none
  key          RSA 2048
  SHA-256      ${sha('ca.crt')}

The chain contains the CA (the last certificate).
NOT VERIFIED: an attacker between this machine and the server could have sent
these certificates. Compare the SHA-256 with the operator of the server over
another channel.

Nothing was written. After comparing the SHA-256, save the CA with:
  quorate certificates fetch ${server} --to 127.0.0.1-ca.crt
`);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('in JSON that nothing is verified', async () => {
    const { code, stdout } = await fetch(
      await serve(['server.crt', 'ca.crt'], 'server.key'),
      '--output',
      'json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      greeting: 'tls',
      verified: false,
      certificates: [
        { kind: 'server', names: expect.arrayContaining(['DNS:db.example.com']) },
        { kind: 'root' },
      ],
      authority: [fingerprint('ca.crt')],
      written: null,
    });
  });

  test('the chain of a server with an IPv6 address', async () => {
    expect(await fetch(await serve(['server.crt'], 'server.key', '::1'))).toMatchObject({ code: 0 });
  });

  test('the chain of a PostgreSQL server on any port, after an SSLRequest', async () => {
    const postgres = await startFakePostgres({
      certificate: pem('server.crt', 'ca.crt'),
      key: pem('server.key'),
    });
    for (const flags of [[], ['--postgres']])
      expect((await fetch(`127.0.0.1:${postgres.port}`, ...flags)).stdout).toContain(
        '(PostgreSQL) sent 2 certificates',
      );
    await postgres.stop();
  });
});

describe('writes', () => {
  test('the CA with --yes, and only once', async () => {
    const server = await serve(['server.crt', 'ca.crt'], 'server.key');
    const { code, stdout } = await fetch(server, '--to', at('kept.crt'), '--yes');
    expect([code, stdout]).toEqual([0, expect.stringContaining(`${at('kept.crt')}: written`)]);
    expect(pem('kept.crt')).toBe(pem('ca.crt'));
    expect((await fetch(server, '--to', at('kept.crt'))).stdout).toContain('already contains this CA');
  });

  test('every CA up to the root, without the certificate of the server', async () => {
    const server = await serve(['below.crt', 'between.crt', 'root.crt'], 'below.key');
    const { stdout } = await fetch(server, '--to', at('kept.crt'), '--yes');
    expect(stdout).toContain('intermediate');
    expect(stdout).toContain('EC prime256v1');
    expect(stdout).toContain('The chain contains the CA (all but the first');
    expect(pem('kept.crt')).toBe(pem('between.crt', 'root.crt'));
  });

  test('nothing with --dry-run, not even with --yes', async () => {
    const server = await serve(['server.crt', 'ca.crt'], 'server.key');
    const { code, stdout } = await fetch(server, '--to', at('kept.crt'), '--dry-run', '--yes');
    expect([code, stdout]).toEqual([0, expect.stringContaining(`${at('kept.crt')}: would be written`)]);
    expect(existsSync(at('kept.crt'))).toBe(false);
  });

  test('nothing without a terminal to confirm it', async () => {
    const server = await serve(['server.crt', 'ca.crt'], 'server.key');
    for (const output of ['auto', 'json']) {
      const { code, stdout, stderr } = await fetch(server, '--to', at('kept.crt'), '--output', output);
      expect([code, stderr]).toEqual([2, expect.stringContaining('cannot ask for confirmation')]);
      expect(stdout).toContain(fingerprint('ca.crt').slice(0, 40));
    }
    expect(existsSync(at('kept.crt'))).toBe(false);
  });

  test('never over another file, even with --yes', async () => {
    writeFileSync(at('kept.crt'), 'something else');
    const server = await serve(['server.crt', 'ca.crt'], 'server.key');
    const { code, stderr } = await fetch(server, '--to', at('kept.crt'), '--yes');
    expect([code, stderr]).toEqual([2, expect.stringContaining('already exists with other content')]);
    expect(pem('kept.crt')).toBe('something else');
  });

  test.each([
    ['y', 'kept.crt: written', true],
    ['n', 'Nothing was written', false],
  ])('after confirmation on a terminal: %s', async (key, said, written) => {
    const server = await serve(['server.crt', 'ca.crt'], 'server.key');
    const fake = fakeEdges({ clock: systemClock, tty: true });
    const done = main(['certificates', 'fetch', server, '--to', at('kept.crt')], fake.edges);
    while (!fake.stdout().includes('trust it?')) await sleep(10);
    fake.stdin.write(key);
    expect(await done).toBe(0);
    expect(fake.stdout()).toContain(said);
    expect(existsSync(at('kept.crt'))).toBe(written);
  });
});

describe('reports a chain', () => {
  test.each([
    ['without its CA', ['server.crt'], 'server.key', 'does not send CN=ca, the CA that signed CN=server'],
    [
      'without its root',
      ['below.crt', 'between.crt'],
      'below.key',
      'does not send CN=root, the CA that signed CN=between',
    ],
    ['with another CA of the same name', ['server.crt', 'twin.crt'], 'server.key', 'CN=ca did not sign'],
    ['with a self-signed certificate', ['alone.crt'], 'alone.key', 'self-signed and not a CA'],
  ])('%s', async (...[, chain, key, why]) => {
    const server = await serve(chain, key);
    const shown = await fetch(server);
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('No CA to save') });
    expect(shown.stdout.replaceAll('\n', ' ')).toContain(why);
    const { code, stderr } = await fetch(server, '--to', at('kept.crt'), '--yes');
    expect([code, stderr]).toEqual([2, expect.stringContaining('no CA to write')]);
    expect(existsSync(at('kept.crt'))).toBe(false);
  });
});

describe('reports a server', () => {
  const failed = async (...args: string[]) => {
    const { code, stderr } = await fetch(...args);
    return `${code} ${stderr.replaceAll(/\s+/g, ' ')}`;
  };

  test('without TLS, with the result of each attempt', async () => {
    const http = await listening(createTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    expect(await failed(http)).toMatch(
      /^3 .*no certificate received.*direct TLS: .*PostgreSQL: not a PostgreSQL server/,
    );
    const postgres = await startFakePostgres({ certificate: '', key: '', answer: 'N' });
    const server = `127.0.0.1:${postgres.port}`;
    expect(await failed(server)).toMatch(/^3 .*direct TLS: .*PostgreSQL: TLS is not enabled/);
    expect(await failed(server, '--postgres')).not.toContain('direct TLS');
    await postgres.stop();
  });

  test('that is unreachable', async () => {
    const closed = await listening(createTcp());
    local.close();
    expect(await failed(closed)).toMatch(/^3 .*ECONNREFUSED.*no process listens on this port/);
    expect(await failed('nowhere.invalid:5432')).toMatch(
      /^3 .*nowhere\.invalid:5432: cannot connect from this machine/,
    );
  });

  test.each(['db.example.com', '::1:5432', 'db:0', 'db:99999', 'db:5432:1', ''])(
    'whose address is not HOST:PORT: "%s"',
    async (word) => {
      expect(await failed(word)).toMatch(/^2 .*is not HOST:PORT/);
    },
  );

  test('that is missing on the command line', async () => {
    expect(await failed()).toMatch(
      /^2 .*missing argument: SERVER.*add it: quorate certificates fetch SERVER/,
    );
  });
});
