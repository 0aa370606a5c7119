import { X509Certificate } from 'node:crypto';
import { makeAuthority, NOW } from '../authority.ts';
import { pairOf, VALID } from '../set.ts';
import type { Case } from './case.ts';

const DAY = 86_400_000;

export const CERTIFICATE: readonly Case[] = [
  [
    'a missing certificate',
    () => ({ 'db1.crt': undefined }),
    `db1.crt: the certificate of db1 does not exist
  next: copy it there, or: quorate certificates issue inventory.yaml`,
  ],
  [
    'a missing key',
    () => ({ 'db1.key': undefined }),
    `db1.key: the key of db1 does not exist
  next: copy it there, or: quorate certificates issue inventory.yaml`,
  ],
  [
    'an empty certificate',
    () => ({ 'db1.crt': '' }),
    `db1.crt: the certificate of db1 cannot be read
  why:  it is damaged, not in PEM format, or not a certificate
  next: replace it with a PEM file (-----BEGIN CERTIFICATE-----)`,
  ],
  [
    'a certificate with one changed character',
    ({ textOf }) => ({ 'db1.crt': textOf('db1.crt').replace('MII', 'MIM') }),
    `db1.crt: the certificate of db1 cannot be read
  why:  it is damaged, not in PEM format, or not a certificate
  next: replace it with a PEM file (-----BEGIN CERTIFICATE-----)`,
  ],
  [
    'a certificate in DER format',
    ({ textOf }) => ({ 'db1.crt': new X509Certificate(textOf('db1.crt')).raw }),
    `db1.crt: the certificate of db1 cannot be read
  why:  it is in DER format
  next: convert it: umask 077; openssl x509 -inform DER -in DIRECTORY/db1.crt
        >DIRECTORY/db1.crt.new && mv DIRECTORY/db1.crt.new DIRECTORY/db1.crt`,
  ],
  [
    'certificates in PKCS #7 format',
    () => ({ 'db1.crt': '-----BEGIN PKCS7-----\nMIA=\n-----END PKCS7-----\n' }),
    `db1.crt: the certificate of db1 cannot be read
  why:  it is in PKCS #7 format
  next: convert it: umask 077; openssl pkcs7 -print_certs -in DIRECTORY/db1.crt
        >DIRECTORY/db1.crt.new && mv DIRECTORY/db1.crt.new DIRECTORY/db1.crt`,
  ],
  [
    "the host's key in the file of its certificate",
    ({ textOf }) => ({ 'db1.crt': textOf('db1.crt') + textOf('db1.key') }),
    `db1.crt: besides the certificate of db1, this file contains a private key
  why:  every user may read a certificate file
  next: remove the key from this file`,
  ],
  [
    'a bundle that starts with the CA',
    ({ ca, textOf }) => ({ 'db1.crt': `${ca.certificate}\n${textOf('db1.crt')}`, 'db1.key': ca.key }),
    `db1.crt: this file starts with the CA certificate instead of the certificate
  of db1
  next: put the host's certificate first`,
  ],
  [
    'the CA instead of a certificate',
    ({ ca }) => ({ 'db1.crt': ca.certificate, 'db1.key': ca.key }),
    `db1.crt: this file starts with the CA certificate instead of the certificate
  of db1
  next: replace it with the host's certificate`,
  ],
  [
    'an EC key',
    ({ db1 }) => db1({ kind: 'ec' }),
    `db1.crt: the certificate of db1 has a key of type EC, expected RSA
  why:  the product crashes on other key types
  next: reissue it with an RSA key of at least 2048 bits`,
  ],
  [
    'a short key',
    ({ db1 }) => db1({ kind: 'short' }),
    `db1.crt: the certificate of db1 has a key of only 1024 bits
  why:  OpenSSL on the hosts refuses keys that short
  next: reissue it with an RSA key of at least 2048 bits`,
  ],
  [
    'a signature with SHA-1',
    ({ db1 }) => db1({ hash: 'SHA-1' }),
    `db1.crt: the certificate of db1 is signed with SHA-1
  why:  OpenSSL on the hosts refuses such signatures
  next: have it signed with SHA-256`,
  ],
  [
    'a host certificate that is a CA certificate',
    ({ db1 }) => db1({ ca: true }),
    `db1.crt: the certificate of db1 is a CA certificate
  why:  with its key, an attacker on this host could issue certificates that all
        hosts trust
  next: reissue it with basicConstraints CA:false`,
  ],
  [
    'one certificate of another CA',
    async () => pairOf(await makeAuthority('Other CA', { slot: 'other' }), 'rabbit1', VALID.rabbit1),
    `rabbit1.crt: the certificate of rabbit1 is issued by CN=Other CA, not by the
  CA CN=Test CA
  next: have it signed directly by the CA in ca.crt`,
  ],
  [
    'one certificate of another CA with the same name',
    async () => pairOf(await makeAuthority('Test CA', { slot: 'other' }), 'db1', VALID.db1),
    `db1.crt: the certificate of db1 is signed by another CA named CN=Test CA
  why:  the CA was created again after this certificate was issued
  next: reissue it, or restore the older ca.crt`,
  ],
  [
    'a self-signed certificate',
    async () => {
      const own = await makeAuthority('db1', { slot: 'leaf', ca: false });
      const leaf = await own.issue({ ...VALID.db1, commonName: 'db1' });
      return { 'db1.crt': leaf.certificate, 'db1.key': leaf.key };
    },
    `db1.crt: the certificate of db1 is self-signed
  next: have it signed directly by the CA in ca.crt`,
  ],
  [
    'an intermediate signed by the CA',
    async ({ ca }) => {
      const below = await ca.below('Below');
      const leaf = await below.issue(VALID.db1);
      return { 'db1.crt': `${leaf.certificate}\n${below.certificate}`, 'db1.key': leaf.key };
    },
    `db1.crt: the certificate of db1 is signed by the intermediate CN=Below
  why:  the chain leads to the CA, but the product does not follow intermediates
  next: have it signed directly by the CA in ca.crt, or replace ca.crt with the
        intermediate's certificate, followed by its CA`,
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
  why:  the chain leads to the CA, but the product does not follow intermediates
  next: have it signed directly by the CA in ca.crt, or replace ca.crt with the
        intermediate's certificate, followed by its CA`,
  ],
  [
    'an intermediate of another CA',
    async () => {
      const below = await (await makeAuthority('Other CA', { slot: 'other' })).below('Below');
      const leaf = await below.issue(VALID.db1);
      return { 'db1.crt': `${leaf.certificate}\n${below.certificate}`, 'db1.key': leaf.key };
    },
    `db1.crt: the certificate of db1 is signed by the intermediate CN=Below, which
  has no chain to the CA
  why:  the other certificates in this file belong to another CA, or one is
        missing
  next: have it signed directly by the CA in ca.crt`,
  ],
  [
    'an expired certificate',
    ({ db1 }) => db1({ from: NOW - 9 * DAY, to: NOW - DAY }),
    `db1.crt: the certificate of db1 expired on 2030-01-14
  next: quorate certificates issue inventory.yaml, or to use a CA of your own:
        quorate certificates csr inventory.yaml`,
  ],
  [
    'a certificate that is not valid yet',
    ({ db1 }) => db1({ from: NOW + DAY }),
    `db1.crt: the certificate of db1 is not valid before 2030-01-16
  next: check this machine's clock, or wait`,
  ],
];
