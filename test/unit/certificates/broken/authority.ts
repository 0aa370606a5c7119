import { makeAuthority, NOW } from '../authority.ts';
import type { Case } from './case.ts';

const DAY = 86_400_000;

export const AUTHORITY: readonly Case[] = [
  [
    'no certificate of the CA',
    () => ({ 'ca.crt': undefined }),
    `ca.crt: the certificate of the CA does not exist
  next: put it there, or: quorate certificates issue inventory.yaml`,
  ],
  [
    'a CA that cannot be read',
    () => ({ 'ca.crt': 'hello' }),
    `ca.crt: the certificate of the CA cannot be read
  why:  it is no certificate, damaged, or not PEM
  next: it must have lines like -----BEGIN CERTIFICATE-----`,
  ],
  [
    'a certificate that is not a CA certificate',
    async () => ({ 'ca.crt': (await makeAuthority('Test CA', { ca: false })).certificate }),
    `ca.crt: the certificate of the CA is not one of a CA
  why:  its basicConstraints or keyUsage do not let it sign certificates
  next: put the certificate there that signed the hosts' certificates`,
  ],
  [
    'a CA that may not sign certificates',
    async () => ({ 'ca.crt': (await makeAuthority('Test CA', { usage: 1 })).certificate }),
    `ca.crt: the certificate of the CA is not one of a CA
  why:  its basicConstraints or keyUsage do not let it sign certificates
  next: put the certificate there that signed the hosts' certificates`,
  ],
  [
    'an expired CA',
    async () => ({ 'ca.crt': (await makeAuthority('Test CA', { to: NOW - 1 })).certificate }),
    `ca.crt: the CA expired on 2030-01-14
  next: issue it anew`,
  ],
  [
    'a CA that is not valid yet',
    async () => ({ 'ca.crt': (await makeAuthority('Test CA', { from: NOW + DAY })).certificate }),
    `ca.crt: the CA is valid only from 2030-01-16
  next: check this machine's clock, or wait`,
  ],
  [
    "the CA's key in the file of its certificate",
    ({ ca }) => ({ 'ca.crt': `${ca.certificate}\n${ca.key}` }),
    `ca.crt: beside the CA there is a private key in this file
  why:  certificates may be read by everybody
  next: take it out of this file`,
  ],
  [
    'the certificate of another CA',
    async () => ({ 'ca.crt': (await makeAuthority('Other CA', { slot: 'other' })).certificate }),
    `ca.crt: it signed none of the 6 certificates: they are issued by CN=Test CA
  why:  it is the certificate of another CA, or one made anew
  next: put the certificate of the CA there that signed them, or issue them anew`,
  ],
  [
    'a new CA with the same name',
    async () => ({ 'ca.crt': (await makeAuthority('Test CA', { slot: 'other' })).certificate }),
    `ca.crt: it signed none of the 6 certificates: they are issued by CN=Test CA
  why:  it is the certificate of another CA, or one made anew
  next: put the certificate of the CA there that signed them, or issue them anew`,
  ],
];
