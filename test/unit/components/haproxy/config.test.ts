import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { certificateFile, haproxyConfig } from '../../../../src/components/haproxy/config.ts';
import { haproxyPaths } from '../../../../src/components/haproxy/paths.ts';
import type { Cluster } from '../../../../src/model/cluster.ts';
import { Secret } from '../../../../src/model/secret.ts';
import { at, cluster, having, host } from '../../platforms/cloudify/fixture.ts';
import { expectGolden } from '../../platforms/cloudify/golden.ts';

const ports = { forwarded: [443, 53333, 8009], redirect: 80, statistics: 8404, peers: 10000 };
const config = (within: Cluster = cluster) => haproxyConfig(within, at('lb1', within), ports);
const pair: Cluster = { ...cluster, hosts: [...cluster.hosts, host('lb2', 'load_balancer', 42)] };
const six = having(
  'lb1',
  { privateIp: '2001:db8::41' },
  having('manager1', { privateIp: '2001:db8::31', publicIp: '2001:db8::31' }, pair),
);
const lines = (text: string, start: string) =>
  text.split('\n').filter((line) => line.trim().startsWith(start));

describe('haproxy.cfg, whole', () => {
  test('of the only balancer', () => expectGolden(new URL('golden/alone.cfg', import.meta.url), config()));
  test('of one of two', () => expectGolden(new URL('golden/two.cfg', import.meta.url), config(pair)));
});

describe('haproxy.cfg', () => {
  test('sends to the private address, which needs no DNS, and verifies the host name', () => {
    const named = having('manager2', { publicIp: 'm2.example.com', hostname: 'manager2.example.com' });
    expect(lines(config(named), 'server')[1]).toMatch(
      /server manager_198\.51\.100\.32 198\.51\.100\.32 .*verifyhost manager2\.example\.com /,
    );
  });

  test('allows connections by the number of managers', () => {
    const two = { ...cluster, hosts: cluster.hosts.filter(({ name }) => name !== 'manager3') };
    expect(lines(config(), 'maxconn')).toEqual(['    maxconn 6344']);
    expect(lines(config(two), 'maxconn')).toEqual(['    maxconn 4296']);
  });

  test('shares the stick table only if there are several load balancers', () => {
    expect(lines(config(), 'peer ')).toEqual(['    peer lb1 127.0.0.1:10000']);
    expect(lines(config(pair), 'peer ')).toEqual([
      '    peer lb1 198.51.100.41:10000',
      '    peer lb2 198.51.100.42:10000',
    ]);
  });
});

describe('haproxy.cfg with IPv6 addresses', () => {
  test('binds both families, and puts addresses with a port into brackets', () => {
    const text = config(six);
    expect(lines(text, 'bind')).toEqual([
      '    bind :::80 v4v6',
      ...ports.forwarded.map((port) => `    bind :::${port} v4v6 ssl crt ${haproxyPaths.certificate}`),
      '    bind 127.0.0.1:8404',
    ]);
    expect(lines(text, 'server')[0]).toContain('server manager_2001:db8::31 [2001:db8::31] maxconn');
    expect(lines(text, 'peer ')).toEqual([
      '    peer lb1 [2001:db8::41]:10000',
      '    peer lb2 198.51.100.42:10000',
    ]);
    expect(lines(text, 'stick-table')[0]).toContain('type ipv6 ');
  });
});

describe('the certificate file', () => {
  test('is the certificate with its key, and shows only the certificate', () => {
    const file = certificateFile({ certificate: 'certificate', key: new Secret('hidden key\n') });
    expect(file.reveal()).toBe('certificate\nhidden key\n');
    expect(file.toString()).toBe('certificate\n[secret]\n');
  });
});

describe('HAProxy itself', () => {
  const home = mkdtempSync(join(tmpdir(), 'quorate-haproxy-'));
  beforeAll(() => {
    const subject = ['-subj', '/CN=lb1', '-addext', 'subjectAltName=DNS:lb1'];
    const out = ['-out', join(home, 'ca.crt'), '-keyout', join(home, 'key')];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject, ...out], {
      stdio: 'ignore',
    });
    execFileSync('sh', ['-c', 'cat ca.crt key > cert.pem'], { cwd: home });
  });
  afterAll(() => rmSync(home, { recursive: true }));

  test.each([
    ['alone', cluster],
    ['one of two', pair],
    ['in both families', six],
    ['with a public name that does not resolve', having('manager2', { publicIp: 'm2.example.invalid' })],
  ])('accepts the configuration without a warning: %s', (_title, within) => {
    const text = config(within)
      .replaceAll(haproxyPaths.certificate, join(home, 'cert.pem'))
      .replaceAll(haproxyPaths.ca, join(home, 'ca.crt'));
    writeFileSync(join(home, 'haproxy.cfg'), text);
    // -L: here the peer is not found by the name of the machine.
    const checked = spawnSync('/usr/sbin/haproxy', ['-c', '-L', 'lb1', '-f', join(home, 'haproxy.cfg')], {
      encoding: 'utf8',
    });
    expect(checked.error).toBeUndefined();
    expect(`${checked.stdout}${checked.stderr}`).not.toMatch(/WARNING|ALERT/);
    expect(checked.status).toBe(0);
  });
});
