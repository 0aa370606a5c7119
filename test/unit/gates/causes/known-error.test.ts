import { describe, expect, test } from '@jest/globals';
import {
  commonError,
  errorLines,
  knownErrorIn as knownError,
} from '../../../../src/gates/causes/known-error.ts';
import { platformOf } from '../../../../src/registry/platforms.ts';
import { advised, adviceText } from '../../../support/advised.ts';

const ok = '2026-11-22 12:12:14 [info] node rabbit@rabbit3 up';

const knownErrorIn = (lines: readonly string[]) =>
  knownError(lines, { ...platformOf({ platform: 'cloudify' }), host: 'db1' });

test.each([
  [
    '2026-11-22 12:11:57.517541+00:00 [error] <0.1671.0> ** Connection attempt from node rabbit@rabbit3 rejected. Invalid challenge reply. **',
    'rabbit3 has a different Erlang cookie than the other brokers',
    'copy /var/lib/rabbitmq/.erlang.cookie from another broker to rabbit3; on rabbit3: systemctl restart cloudify-rabbitmq, then run the same command again',
  ],
  [
    'psycopg2.OperationalError: FATAL:  password authentication failed for user "cloudify"',
    'the database rejects the password of cloudify',
    'compare the password of cloudify in the secrets, in the database, and in /opt/manager/cloudify-rest.conf, then run the same command again',
  ],
  [
    'OSError: [Errno 28] No space left on device',
    'a disk is full',
    'on db1: df -h; free some space, then run the same command again',
  ],
  [
    'x509: certificate has expired or is not yet valid',
    'a certificate has expired',
    'quorate certificates check inventory.yaml',
  ],
])('%s', (line, why, next) => {
  expect(advised([knownErrorIn([ok, line, ok])!])).toMatchObject([{ line, why, next }]);
});

test('the last known error counts, and most lines contain none', () => {
  const lines = ['No space left on device', 'certificate has expired', ok];
  expect(knownErrorIn(lines)?.line).toBe('certificate has expired');
  expect(knownErrorIn([ok])).toBeUndefined();
});

test('brokers that refuse each other agree on the broker that most of them name', () => {
  const blames = (node: string) =>
    knownErrorIn([`Connection attempt from node rabbit@${node} rejected. Invalid challenge reply. **`]);
  const errors = ['rabbit1', 'rabbit3', 'rabbit3'].flatMap((node) => blames(node) ?? []);
  expect(errors.map((error) => commonError(error, errors).why)).toEqual(
    Array(3).fill('rabbit3 has a different Erlang cookie than the other brokers'),
  );
  expect(errors.map((error) => commonError(error, errors).line)).toEqual(errors.map(({ line }) => line));
});

test('a cause counts before its consequences, which are reported later', () => {
  const lines = [
    'listen tcp 10.0.0.1:2380: bind: address already in use',
    'dial tcp 10.0.0.1:2380: connect: connection refused',
  ];
  expect(knownErrorIn(lines)).toMatchObject({ cause: 'port-taken', named: '2380' });
});

test('the warning of sudo about its own host name is no cause', () => {
  const warning = 'sudo: unable to resolve host db1: Name or service not known';
  expect(knownErrorIn([warning])).toBeUndefined();
  expect(knownErrorIn(['No space left on device', warning])?.cause).toBe('disk-full');
  expect(knownErrorIn(['ping: db2: Name or service not known'])?.cause).toBe('unknown-name');
});

test('a rejected request is of some service, and a rejected login of RabbitMQ is of the broker', () => {
  const rejected = (line: string) => advised([knownErrorIn([line])!])[0];
  const next = 'quorate secrets check inventory.yaml';
  expect(rejected('curl: (22) The requested URL returned error: 401 Unauthorized')).toMatchObject({
    ...{ cause: 'auth', why: 'a service rejects the user or the password', next },
  });
  expect(rejected("PLAIN login refused: user 'app' - invalid credentials")).toMatchObject({
    ...{ cause: 'auth', why: 'the broker rejects the password of app', next },
  });
});

test.each([
  [
    "x509: cannot validate certificate for 10.0.0.1 because it doesn't contain any IP SANs",
    ...(['certificate-name', 'the certificate does not cover 10.0.0.1'] as const),
  ],
  [
    'x509: certificate relies on legacy Common Name field, use SANs instead',
    ...(['certificate-name', 'the certificate does not cover this address'] as const),
  ],
  ...[
    'Error: Unable to find a match: haproxy',
    'No match for argument: haproxy',
    'No package haproxy available.',
    "E: Package 'haproxy' has no installation candidate",
  ].map((line) => [line, 'package', 'no repository of db1 has the package haproxy'] as const),
])('%s', (line, cause, why) => {
  expect(knownErrorIn([line])).toMatchObject({ cause, why });
});

test('only brokers blame each other; other hosts keep their own error', () => {
  const refused = ['db1', 'db2', 'db2'].flatMap(
    (name) => knownErrorIn([`dial tcp ${name}:2380: connect: connection refused`]) ?? [],
  );
  expect(refused.map((error) => commonError(error, refused))).toEqual(refused);
});

test('the next step names the units and files of the platform', () => {
  const names = {
    ...{ ...platformOf({ platform: 'cloudify' }), host: 'db1' },
    ...({ brokerUnit: 'rabbitmq-server', managerConfig: '/etc/app.conf' } as const),
  };
  const rejected = 'Connection attempt from node rabbit@rabbit3 rejected. Invalid challenge reply.';
  const denied = 'FATAL:  password authentication failed for user "app"';
  expect(adviceText(knownError([rejected], names)?.next)).toMatch(/systemctl restart rabbitmq-server,/);
  expect(adviceText(knownError([denied], names)?.next)).toMatch(/in \/etc\/app\.conf,/);
});

describe('the lines that a failed gate quotes from a log', () => {
  test('are its last errors and warnings, each once, without prefixes that have no text', () => {
    const log = [ok, 'error 1', ok, 'error 2', 'request failed', '[error] <0.1671.0>', ok];
    expect(errorLines(log, undefined)).toEqual(['error 2', 'request failed']);
  });

  test('start with the known error if later lines would displace it', () => {
    const full = 'No space left on device';
    const later = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name} failed`);
    expect(errorLines([full, ...later], full)).toEqual([full, ...later]);
  });

  test('are its last lines if it has no errors', () => {
    expect(errorLines([ok, 'started'], undefined)).toEqual([ok, 'started']);
  });
});
