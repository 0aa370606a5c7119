import { makeAuthority, NOW } from '../authority.ts';
import { pairOf, VALID } from '../set.ts';
import type { Case } from './case.ts';

const DAY = 86_400_000;

export const CERTIFICATE: readonly Case[] = [
  [
    'a missing certificate',
    () => ({ 'db1.crt': undefined }),
    `db1.crt: the certificate of db1 does not exist
  next: put it there, or: quorate certificates issue inventory.yaml`,
  ],
  [
    'a missing key',
    () => ({ 'db1.key': undefined }),
    `db1.key: the key of db1 does not exist
  next: put it there, or: quorate certificates issue inventory.yaml`,
  ],
  [
    'an empty certificate',
    () => ({ 'db1.crt': '' }),
    `db1.crt: the certificate of db1 cannot be read
  why:  it is no certificate, damaged, or not PEM
  next: it must have lines like -----BEGIN CERTIFICATE-----`,
  ],
  [
    'a certificate with one changed character',
    ({ textOf }) => ({ 'db1.crt': textOf('db1.crt').replace('MII', 'MIM') }),
    `db1.crt: the certificate of db1 cannot be read
  why:  it is no certificate, damaged, or not PEM
  next: it must have lines like -----BEGIN CERTIFICATE-----`,
  ],
  [
    "the host's key in the file of its certificate",
    ({ textOf }) => ({ 'db1.crt': textOf('db1.crt') + textOf('db1.key') }),
    `db1.crt: beside the certificate of db1 there is a private key in this file
  why:  certificates may be read by everybody
  next: take it out of this file`,
  ],
  [
    'a bundle that starts with the CA',
    ({ ca, textOf }) => ({ 'db1.crt': `${ca.certificate}\n${textOf('db1.crt')}`, 'db1.key': ca.key }),
    `db1.crt: instead of the certificate of db1 the one of the CA comes first in
  this file
  next: put the host's own certificate first`,
  ],
  [
    'the CA instead of a certificate',
    ({ ca }) => ({ 'db1.crt': ca.certificate, 'db1.key': ca.key }),
    `db1.crt: instead of the certificate of db1 the one of the CA comes first in
  this file
  next: put the host's own certificate there`,
  ],
  [
    'an EC key',
    ({ db1 }) => db1({ kind: 'ec' }),
    `db1.crt: the certificate of db1 has a key of the kind EC, not RSA
  why:  the product crashes on other keys
  next: issue it anew with an RSA key of 2048 bits or more`,
  ],
  [
    'a short key',
    ({ db1 }) => db1({ kind: 'short' }),
    `db1.crt: the certificate of db1 has a key of 1024 bits only
  why:  the hosts' OpenSSL refuses such short keys
  next: issue it anew with an RSA key of 2048 bits or more`,
  ],
  [
    'a signature with SHA-1',
    ({ db1 }) => db1({ hash: 'SHA-1' }),
    `db1.crt: the certificate of db1 is signed with SHA-1
  why:  the hosts' OpenSSL refuses such signatures
  next: have it signed with SHA-256`,
  ],
  [
    'a host certificate that is a CA certificate',
    ({ db1 }) => db1({ ca: true }),
    `db1.crt: the certificate of db1 is one of a CA
  why:  whoever takes this host could make certificates that all hosts trust
  next: issue it anew with basicConstraints CA:false`,
  ],
  [
    'one certificate of another CA',
    async () => pairOf(await makeAuthority('Other CA', { slot: 'other' }), 'rabbit1', VALID.rabbit1),
    `rabbit1.crt: the certificate of rabbit1 is issued by CN=Other CA, not by the
  CA CN=Test CA
  next: have it signed by the CA in ca.crt itself`,
  ],
  [
    'one certificate of another CA with the same name',
    async () => pairOf(await makeAuthority('Test CA', { slot: 'other' }), 'db1', VALID.db1),
    `db1.crt: the certificate of db1 is signed by another CA of the name CN=Test CA
  why:  the CA was made anew after this certificate was issued
  next: issue it anew, or put the older ca.crt back`,
  ],
  [
    'a self-signed certificate',
    async () => {
      const own = await makeAuthority('db1', { slot: 'leaf', ca: false });
      const leaf = await own.issue({ ...VALID.db1, commonName: 'db1' });
      return { 'db1.crt': leaf.certificate, 'db1.key': leaf.key };
    },
    `db1.crt: the certificate of db1 is signed by itself
  next: have it signed by the CA in ca.crt itself`,
  ],
  [
    'an intermediate signed by the CA',
    async ({ ca }) => {
      const below = await ca.below('Below');
      const leaf = await below.issue(VALID.db1);
      return { 'db1.crt': `${leaf.certificate}\n${below.certificate}`, 'db1.key': leaf.key };
    },
    `db1.crt: the certificate of db1 is signed by the intermediate CN=Below
  why:  the chain leads to the CA, but the product follows no intermediates
  next: have it signed by the CA in ca.crt itself, or make ca.crt the
        intermediate with its CA behind it`,
  ],
  [
    'an intermediate after the CA in its file',
    async ({ ca }) => {
      const below = await ca.below('Below');
      const leaf = await below.issue(VALID.db1);
      return {
        'ca.crt': `${ca.certificate}\n${below.certificate}`,
        'db1.crt': leaf.certificate,
        'db1.key': leaf.key,
      };
    },
    `db1.crt: the certificate of db1 is signed by the intermediate CN=Below
  why:  the chain leads to the CA, but the product follows no intermediates
  next: have it signed by the CA in ca.crt itself, or make ca.crt the
        intermediate with its CA behind it`,
  ],
  [
    'an intermediate of another CA',
    async () => {
      const below = await (await makeAuthority('Other CA', { slot: 'other' })).below('Below');
      const leaf = await below.issue(VALID.db1);
      return { 'db1.crt': `${leaf.certificate}\n${below.certificate}`, 'db1.key': leaf.key };
    },
    `db1.crt: the certificate of db1 is signed by the intermediate CN=Below, which
  does not lead to the CA
  why:  the certificates beside it are of another CA, or one is missing
  next: have it signed by the CA in ca.crt itself`,
  ],
  [
    'an expired certificate',
    ({ db1 }) => db1({ from: NOW - 9 * DAY, to: NOW - DAY }),
    `db1.crt: the certificate of db1 expired on 2030-01-14
  next: quorate certificates issue inventory.yaml, or if another CA signs:
        quorate certificates csr inventory.yaml`,
  ],
  [
    'a certificate that is not valid yet',
    ({ db1 }) => db1({ from: NOW + DAY }),
    `db1.crt: the certificate of db1 is valid only from 2030-01-16
  next: check this machine's clock, or wait`,
  ],
];
