import { expect, test } from '@jest/globals';
import { silenceInWords } from '../../../src/transport/ssh/methods/exchange-error.ts';

const address = 'fd00::1';
const error = (message: string, about: object) => Object.assign(new Error(message), about);

test.each([
  ['refused', error('(SSH) Channel open failure: Connection refused', { reason: 2 })],
  ['timed out', error('(SSH) Channel open failure: Connection timed out', { reason: 2 })],
  ['No route to host', error('(SSH) Channel open failure: No route to host', { reason: 2 })],
  ['sshd does not forward connections there (AllowTcpForwarding)', error('open failed', { reason: 1 })],
  [
    'its name is not known there',
    error('(SSH) Channel open failure: Name or service not known', { reason: 2 }),
  ],
  ['timed out', error('timed out', { code: 'ETIMEDOUT' })],
  ['it closed the connection', error('socket hang up', { code: 'ECONNRESET' })],
  ['its certificate has expired', error('certificate has expired', { code: 'CERT_HAS_EXPIRED' })],
  [
    'its certificate was not issued by the CA that is expected there',
    error('x', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
  ],
  [
    'its certificate does not cover fd00::1 but DNS:db1',
    error('x', { code: 'ERR_TLS_CERT_ALTNAME_INVALID', cert: { subjectaltname: 'DNS:db1' } }),
  ],
  ['its certificate does not cover fd00::1', error('x', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
  ['something new', error('something new', {})],
])('%s', (words, seen) => {
  expect(silenceInWords(seen, address)).toBe(words);
});
