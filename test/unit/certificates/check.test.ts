import { createPrivateKey } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Problem } from '../../../src/errors/errors.ts';
import { checkAuthority, checkPair } from '../../../src/certificates/check.ts';
import { externalNames, NO_NAMES, ownNames } from '../../../src/certificates/names.ts';
import type { Names } from '../../../src/certificates/names.ts';
import type { Host } from '../../../src/model/cluster.ts';
import { makeAuthority, NOW } from './authority.ts';
import type { Authority, Issued } from './authority.ts';

const DAY = 86_400_000;
const names: Names = { addresses: ['10.0.0.11'], hostnames: ['db1'] };
const right = { commonName: 'db1', names: ['db1'], addresses: ['10.0.0.11'] };

let ca: Authority;
let good: Issued;
beforeAll(async () => {
  ca = await makeAuthority();
  good = await ca.issue(right);
});

interface Case extends Partial<Issued> {
  readonly keyMode?: number;
  readonly by?: Authority;
  readonly commonName?: string;
  readonly wanted?: Names;
}

function check({ certificate = good.certificate, key = good.key, keyMode = 0o600, by = ca, ...more }: Case) {
  const authority = checkAuthority(file('ca.crt', by.certificate), NOW);
  return checkPair(
    { host: 'db1', certificate: file('db1.crt', certificate), key: file('db1.key', key, keyMode) },
    {
      ...(more.wanted ?? names),
      ...(more.commonName === undefined ? {} : { commonName: more.commonName }),
      ...(authority.ca ? { ca: authority.ca } : {}),
      now: NOW,
    },
  );
}

const file = (path: string, text: string, mode = 0o644) => ({ path, text, mode });
const told = (problems: readonly Problem[]) => problems.map(({ where, what }) => `${where}: ${what}`);

test('a certificate that is right has no problems', () => {
  expect(check({})).toEqual([]);
});

describe('what is wrong with a certificate', () => {
  test('an EC key, which crashes the product', async () => {
    expect(told(check(await ca.issue({ ...right, kind: 'ec' })))).toEqual([
      'db1.crt: its key is EC, not RSA',
    ]);
  });

  test('a key that OpenSSL finds too short', async () => {
    expect(told(check(await ca.issue({ ...right, kind: 'short' })))).toEqual([
      'db1.crt: its key has 1024 bits only',
    ]);
  });

  test('another CA issued it', async () => {
    const other = await makeAuthority('Other CA');
    const [problem] = check(await other.issue(right));
    expect(problem).toMatchObject({
      where: 'db1.crt',
      what: 'it is issued by CN=Other CA, not by the CA CN=Test CA',
      next: 'have it signed by the CA in ca.crt itself',
    });
    expect(problem?.why).toBeUndefined();
  });

  test('an intermediate CA issued it, which the product does not follow', async () => {
    const intermediate = await makeAuthority('Intermediate');
    const leaf = await intermediate.issue(right);
    const [problem] = check({ ...leaf, certificate: `${leaf.certificate}\n${intermediate.certificate}` });
    expect(problem?.why).toBe('the product does not follow intermediate certificates');
  });

  test('a CA of the same name but another key signed it', async () => {
    const remade = await makeAuthority('Test CA', { slot: 'remade' });
    expect(told(check({ by: remade }))).toEqual(['db1.crt: another CA of the same name signed it']);
  });

  test('it has expired, or is not valid yet', async () => {
    const expired = await ca.issue({ ...right, from: NOW - 9 * DAY, to: NOW - DAY });
    expect(told(check(expired))).toEqual(['db1.crt: the certificate of db1 expired on 2030-01-14']);
    const early = await ca.issue({ ...right, from: NOW + DAY });
    expect(told(check(early))).toEqual(['db1.crt: the certificate of db1 is valid only from 2030-01-16']);
  });

  test('it lacks the address, the name, or both; what it has is told', async () => {
    const [problem] = check(await ca.issue({ ...right, names: ['db2'], addresses: ['10.0.0.12'] }));
    expect(problem).toMatchObject({
      what: 'the certificate of db1 does not name 10.0.0.11, db1',
      why: 'it names DNS:db2, IP Address:10.0.0.12',
    });
    const [address] = check(await ca.issue({ ...right, addresses: [] }));
    expect(address?.what).toBe('the certificate of db1 does not name 10.0.0.11');
  });

  test('an address among the DNS names is no address, and the subject no name', async () => {
    const [problem] = check(await ca.issue({ commonName: 'db1', names: ['10.0.0.11'], addresses: [] }));
    expect(problem?.what).toBe('the certificate of db1 does not name 10.0.0.11, db1');
    const [none] = check(await ca.issue({ commonName: 'db1' }));
    expect(none?.why).toBe('it names nothing: it has no subject alternative names');
  });

  test('a client certificate has another common name', async () => {
    const client = await ca.issue({ commonName: 'db1' });
    expect(told(check({ ...client, wanted: NO_NAMES, commonName: 'cloudify' }))).toEqual([
      'db1.crt: this client certificate of db1 has the common name db1',
    ]);
    expect(
      check({ ...(await ca.issue({ commonName: 'cloudify' })), wanted: NO_NAMES, commonName: 'cloudify' }),
    ).toEqual([]);
  });

  test('it cannot be read at all', () => {
    expect(told(check({ certificate: 'nothing' }))).toEqual([
      'db1.crt: there is no readable certificate in it',
    ]);
  });
});

describe('what is wrong with a key', () => {
  test('it belongs to another certificate', async () => {
    const other = await ca.issue({ ...right, slot: 'other' });
    expect(told(check({ key: other.key }))).toEqual([
      'db1.key: the key does not belong to the certificate of db1',
    ]);
  });

  test.each([0o640, 0o604, 0o644])('others can read it (%o)', (keyMode) => {
    expect(check({ keyMode })).toEqual([
      {
        where: 'db1.key',
        what: `others on this machine can read the key (mode 0${keyMode.toString(8)})`,
        next: 'chmod 600 it',
      },
    ]);
  });

  test('it has a passphrase', () => {
    const key = createPrivateKey(good.key)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString();
    expect(told(check({ key }))).toEqual([
      'db1.key: the key is encrypted, and the product has no passphrase for it',
    ]);
  });

  test('it is a certificate', () => {
    expect(told(check({ key: good.certificate }))).toEqual([
      'db1.key: there is no readable private key in it',
    ]);
  });
});

test('all that is wrong is told at once', async () => {
  const other = await makeAuthority('Other CA');
  const leaf = await other.issue({ kind: 'ec', to: NOW - 1, from: NOW - DAY });
  expect(check({ certificate: leaf.certificate, keyMode: 0o644 })).toHaveLength(6);
});

describe('the CA', () => {
  test('is not one', async () => {
    const { certificate } = await makeAuthority('Leaf', { ca: false });
    const { problems } = checkAuthority(file('ca.crt', certificate), NOW);
    expect(told(problems)).toEqual(['ca.crt: this certificate is not one of a CA (basicConstraints)']);
  });

  test('has expired', async () => {
    const { certificate } = await makeAuthority('Old', { to: NOW - 1 });
    const { problems } = checkAuthority(file('ca.crt', certificate), NOW);
    expect(told(problems)).toEqual(['ca.crt: the certificate of the CA expired on 2030-01-14']);
  });

  test('cannot be read; the certificates are then checked without it', () => {
    expect(checkAuthority(file('ca.crt', ''), NOW).ca).toBeUndefined();
    expect(check({ by: { ...ca, certificate: '' } })).toEqual([]);
  });
});

describe('what a certificate must name', () => {
  const host: Host = {
    name: 'manager1',
    role: 'manager',
    address: '192.0.2.31',
    privateIp: '10.0.0.31',
    publicIp: 'manager1.example.com',
    hostname: 'manager1',
    networks: { agents: '10.9.0.31', named: 'manager1.agents' },
    overlay: {},
    ssh: { user: 'root', port: 22, agent: true, become: false, knownHosts: '/k', connectTimeoutMs: 1 },
  };

  test('a manager: private and public address, host name and networks', () => {
    expect(ownNames(host, { external: false })).toEqual({
      addresses: ['10.0.0.31', '10.9.0.31'],
      hostnames: ['manager1', 'manager1.agents', 'manager1.example.com'],
    });
  });

  test('a manager with an external certificate shows the public name there', () => {
    expect(ownNames(host, { external: true }).hostnames).not.toContain('manager1.example.com');
    expect(externalNames(host)).toEqual({ addresses: [], hostnames: ['manager1.example.com'] });
  });

  test('a database: nobody comes to its public address', () => {
    expect(ownNames({ ...host, role: 'database', networks: {} }, { external: false })).toEqual({
      addresses: ['10.0.0.31'],
      hostnames: ['manager1'],
    });
  });

  test('a load balancer: its public address too', () => {
    const balancer = { ...host, role: 'load_balancer' as const, publicIp: '203.0.113.1', networks: {} };
    expect(ownNames(balancer, { external: false }).addresses).toEqual(['10.0.0.31', '203.0.113.1']);
  });
});
