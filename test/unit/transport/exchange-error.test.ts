import { expect, test } from '@jest/globals';
import { HandshakeTimeout, noAnswer } from '../../../src/transport/ssh/methods/exchange-error.ts';

const address = 'fd00::1';
const error = (message: string, about: object) => Object.assign(new Error(message), about);
const notOpened = (message: string) => error(`(SSH) Channel open failure: ${message}`, { reason: 2 });

test.each([
  ['refused', 'refused', notOpened('Connection refused')],
  ['timeout', 'timed out', notOpened('Connection timed out')],
  ['no-route', 'No route to host', notOpened('No route to host')],
  ['no-route', 'Network is unreachable', notOpened('Network is unreachable')],
  ['other', 'Resource shortage', notOpened('Resource shortage')],
  [
    'forwarding-denied',
    'sshd does not allow forwarding (AllowTcpForwarding)',
    error('open failed', { reason: 1 }),
  ],
  ['unknown-name', 'the host cannot resolve the name', notOpened('Name or service not known')],
  ['timeout', 'timed out', error('timed out', { code: 'ETIMEDOUT' })],
  ['closed', 'the server closed the connection', error('socket hang up', { code: 'ECONNRESET' })],
  ['tls', 'the TLS handshake timed out', new HandshakeTimeout()],
  ['tls', 'unsupported protocol', error('unsupported protocol', { code: 'ERR_SSL_UNSUPPORTED_PROTOCOL' })],
  [
    'certificate-expired',
    'the certificate has expired',
    error('certificate has expired', { code: 'CERT_HAS_EXPIRED' }),
  ],
  [
    'certificate-untrusted',
    'the certificate was not issued by the expected CA',
    error('x', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
  ],
  ['certificate-untrusted', 'certificate revoked', error('certificate revoked', { code: 'CERT_REVOKED' })],
  [
    'client-certificate',
    'alert certificate revoked',
    error('alert certificate revoked', {
      code: 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED',
      reason: 'sslv3 alert certificate revoked',
    }),
  ],
  [
    'certificate-name',
    'the certificate does not cover fd00::1, only DNS:db1',
    error('x', { code: 'ERR_TLS_CERT_ALTNAME_INVALID', cert: { subjectaltname: 'DNS:db1' } }),
  ],
  [
    'certificate-name',
    'the certificate does not cover fd00::1',
    error('x', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
  ],
  ['other', 'something new', error('something new', {})],
] as const)('%s: %s', (cause, text, seen) => {
  expect(noAnswer(seen, address)).toEqual({ kind: 'no-answer', cause, text });
});
