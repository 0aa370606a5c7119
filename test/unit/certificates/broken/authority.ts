import { makeAuthority, NOW } from '../authority.ts';
import type { Case } from './case.ts';

const DAY = 86_400_000;

export const AUTHORITY: readonly Case[] = [
  [
    'no certificate of the CA',
    () => ({ 'ca.crt': undefined }),
    `ca.crt: the CA certificate does not exist
  next: copy it there, or: quorate certificates issue inventory.yaml`,
  ],
  [
    'a CA that cannot be read',
    () => ({ 'ca.crt': 'hello' }),
    `ca.crt: the CA certificate cannot be read
  why:  it is damaged, not in PEM format, or not a certificate
  next: replace it with a PEM file (-----BEGIN CERTIFICATE-----)`,
  ],
  [
    'a certificate that is not a CA certificate',
    async () => ({ 'ca.crt': (await makeAuthority('Test CA', { ca: false })).certificate }),
    `ca.crt: the CA certificate does not belong to a CA
  why:  its basicConstraints or keyUsage do not allow it to sign certificates
  next: replace it with the certificate of the CA that signed the hosts'
        certificates`,
  ],
  [
    'a CA that may not sign certificates',
    async () => ({ 'ca.crt': (await makeAuthority('Test CA', { usage: 1 })).certificate }),
    `ca.crt: the CA certificate does not belong to a CA
  why:  its basicConstraints or keyUsage do not allow it to sign certificates
  next: replace it with the certificate of the CA that signed the hosts'
        certificates`,
  ],
  [
    'an expired CA',
    async () => ({ 'ca.crt': (await makeAuthority('Test CA', { to: NOW - 1 })).certificate }),
    `ca.crt: the CA expired on 2030-01-14
  next: reissue it`,
  ],
  [
    'a CA that is not valid yet',
    async () => ({ 'ca.crt': (await makeAuthority('Test CA', { from: NOW + DAY })).certificate }),
    `ca.crt: the CA is not valid before 2030-01-16
  next: check this machine's clock, or wait`,
  ],
  [
    "the CA's key in the file of its certificate",
    ({ ca }) => ({ 'ca.crt': `${ca.certificate}\n${ca.key}` }),
    `ca.crt: besides the CA, this file contains a private key
  why:  every user may read a certificate file
  next: remove the key from this file`,
  ],
  [
    'the certificate of another CA',
    async () => ({ 'ca.crt': (await makeAuthority('Other CA', { slot: 'other' })).certificate }),
    `ca.crt: this CA signed none of the 6 certificates; their issuer is CN=Test CA
  why:  the file belongs to another CA, or the CA was created again
  next: replace it with the certificate of the CA that signed them, or reissue
        them`,
  ],
  [
    'a new CA with the same name',
    async () => ({ 'ca.crt': (await makeAuthority('Test CA', { slot: 'other' })).certificate }),
    `ca.crt: this CA signed none of the 6 certificates; their issuer is CN=Test CA
  why:  the file belongs to another CA, or the CA was created again
  next: replace it with the certificate of the CA that signed them, or reissue
        them`,
  ],
];
