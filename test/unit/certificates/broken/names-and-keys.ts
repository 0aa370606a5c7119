import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { clientAuth, serverAuth } from '../authority.ts';
import { pairOf, VALID } from '../set.ts';
import type { Case } from './case.ts';

export const NAMES_AND_KEYS: readonly Case[] = [
  [
    'no private address',
    ({ db1 }) => db1({ addresses: [] }),
    `db1.crt: the certificate of db1 does not name 10.0.0.11
  why:  it names DNS:db1, DNS:db1.example.com
  next: quorate certificates issue inventory.yaml, or to use a CA of your own:
        quorate certificates csr inventory.yaml`,
  ],
  [
    'an address that is listed only as a DNS name',
    ({ db1 }) => db1({ names: [...VALID.db1.names, '10.0.0.11'], addresses: [] }),
    `db1.crt: the certificate of db1 does not name 10.0.0.11
  why:  it names DNS:db1, DNS:db1.example.com, DNS:10.0.0.11
  next: quorate certificates issue inventory.yaml, or to use a CA of your own:
        quorate certificates csr inventory.yaml`,
  ],
  [
    'no host name except in the subject',
    ({ db1 }) => db1({ names: ['db1.example.com'] }),
    `db1.crt: the certificate of db1 does not name db1
  why:  it names DNS:db1.example.com, IP Address:10.0.0.11
  next: quorate certificates issue inventory.yaml, or to use a CA of your own:
        quorate certificates csr inventory.yaml`,
  ],
  [
    'no public name',
    ({ db1 }) => db1({ names: ['db1'] }),
    `db1.crt: the certificate of db1 does not name db1.example.com
  why:  it names DNS:db1, IP Address:10.0.0.11
  next: quorate certificates issue inventory.yaml, or to use a CA of your own:
        quorate certificates csr inventory.yaml`,
  ],
  [
    'no public address',
    ({ ca }) => pairOf(ca, 'lb1', { ...VALID.lb1, addresses: ['10.0.0.41'] }),
    `lb1.crt: the certificate of lb1 does not name 203.0.113.1
  why:  it names DNS:lb1, IP Address:10.0.0.41
  next: quorate certificates issue inventory.yaml, or to use a CA of your own:
        quorate certificates csr inventory.yaml`,
  ],
  [
    'no network address',
    ({ ca }) => pairOf(ca, 'manager1', { ...VALID.manager1, addresses: ['10.0.0.31'] }),
    `manager1.crt: the certificate of manager1 does not name 10.9.0.31
  why:  it names DNS:manager1, IP Address:10.0.0.31
  next: quorate certificates issue inventory.yaml, or to use a CA of your own:
        quorate certificates csr inventory.yaml`,
  ],
  [
    'no names at all',
    ({ ca }) => pairOf(ca, 'rabbit1', { commonName: 'rabbit1' }),
    `rabbit1.crt: the certificate of rabbit1 does not name 10.0.0.21, 10.9.0.21,
  rabbit1
  why:  it has no subject alternative names
  next: quorate certificates issue inventory.yaml, or to use a CA of your own:
        quorate certificates csr inventory.yaml`,
  ],
  [
    "another host's certificate and key",
    ({ ca }) => pairOf(ca, 'lb1', { ...VALID.lb1, names: ['lb2'] }),
    `lb1.crt: the certificate of lb1 does not name lb1
  why:  it names DNS:lb2, IP Address:10.0.0.41, IP Address:203.0.113.1
  next: quorate certificates issue inventory.yaml, or to use a CA of your own:
        quorate certificates csr inventory.yaml`,
  ],
  [
    'a database certificate without clientAuth',
    ({ db1 }) => db1({ uses: [serverAuth] }),
    `db1.crt: the certificate of db1 lacks the extended key usage clientAuth
  why:  the members of etcd connect to each other as clients
  next: reissue it with the extended key usage clientAuth`,
  ],
  [
    'a broker certificate without serverAuth',
    ({ ca }) => pairOf(ca, 'rabbit1', { ...VALID.rabbit1, uses: [clientAuth] }),
    `rabbit1.crt: the certificate of rabbit1 lacks the extended key usage
  serverAuth
  next: reissue it with the extended key usage serverAuth`,
  ],
  [
    'a client certificate without clientAuth',
    ({ ca }) => pairOf(ca, 'manager1-db-client', { ...VALID['manager1-db-client'], uses: [serverAuth] }),
    `manager1-db-client.crt: the client certificate of manager1 lacks the extended
  key usage clientAuth
  next: reissue it with the extended key usage clientAuth`,
  ],
  [
    'a client certificate of another database user',
    ({ ca }) => pairOf(ca, 'manager1-db-client', { commonName: 'manager1' }),
    `manager1-db-client.crt: client certificate of manager1: common name manager1,
  expected cloudify
  why:  the product uses the common name as the database user
  next: reissue it with CN=cloudify`,
  ],
  [
    'no superuser certificate',
    () => ({ 'manager1-db-superuser.crt': undefined }),
    `manager1-db-superuser.crt: the superuser's certificate of manager1 does not
  exist
  next: copy it there, or: quorate certificates issue inventory.yaml`,
  ],
  [
    'a key of another certificate',
    async ({ ca }) => ({ 'db1.key': (await ca.issue({ slot: 'another' })).key }),
    `db1.key: the key does not match the certificate of db1
  next: replace it with the key that the certificate was made with, or reissue
        both`,
  ],
  [
    'an EC key for an RSA certificate',
    () => ({
      'db1.key': generateKeyPairSync('ec', { namedCurve: 'P-256' })
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString(),
    }),
    `db1.key: the key does not match the certificate of db1
  next: replace it with the key that the certificate was made with, or reissue
        both`,
  ],
  [
    'a key with a passphrase',
    ({ textOf }) => ({
      'db1.key': createPrivateKey(textOf('db1.key'))
        .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
        .toString(),
    }),
    `db1.key: the key of db1 is encrypted
  why:  the product has no passphrase for it
  next: replace it with an unencrypted PEM key`,
  ],
  [
    'a certificate instead of a key',
    ({ textOf }) => ({ 'db1.key': textOf('db1.crt') }),
    `db1.key: the key of db1 cannot be read
  why:  it is damaged, or not a private key
  next: replace it with an unencrypted PEM key`,
  ],
  [
    'a key in OpenSSH format',
    () => ({ 'db1.key': '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n' }),
    `db1.key: the key of db1 cannot be read
  why:  it is a key in OpenSSH format
  next: convert it: ssh-keygen -p -m PEM -f DIRECTORY/db1.key`,
  ],
  [
    'a key in UTF-16',
    ({ textOf }) => ({ 'db1.key': Buffer.from(`\uFEFF${textOf('db1.key')}`, 'utf16le') }),
    `db1.key: the key of db1 cannot be read
  why:  it is UTF-16 text, as some programs for Windows write
  next: convert it: umask 077; iconv -f UTF-16 -t UTF-8 DIRECTORY/db1.key
        >DIRECTORY/db1.key.new && mv DIRECTORY/db1.key.new DIRECTORY/db1.key`,
  ],
  [
    'a key in DER format',
    ({ textOf }) => ({
      'db1.key': createPrivateKey(textOf('db1.key')).export({ type: 'pkcs8', format: 'der' }),
    }),
    `db1.key: the key of db1 cannot be read
  why:  it is in DER format
  next: convert it: umask 077; openssl pkey -inform DER -in DIRECTORY/db1.key
        >DIRECTORY/db1.key.new && mv DIRECTORY/db1.key.new DIRECTORY/db1.key`,
  ],
  [
    'a key that the group can read',
    ({ textOf }) => ({ 'db1.key': { text: textOf('db1.key'), mode: 0o640 } }),
    `db1.key: other users of this machine can read the key of db1 (mode 0640)
  next: run chmod 600 on it`,
  ],
  [
    'a key that all users can read',
    ({ textOf }) => ({ 'manager1.key': { text: textOf('manager1.key'), mode: 0o644 } }),
    `manager1.key: other users of this machine can read the key of manager1 (mode
  0644)
  next: run chmod 600 on it`,
  ],
  [
    'an external certificate without its key',
    async ({ ca }) => ({
      'manager1-external.crt': (await ca.issue({ names: ['manager1'], addresses: ['10.0.0.31'] }))
        .certificate,
    }),
    `manager1-external.key: the key of manager1 does not exist
  next: copy it there, or: quorate certificates issue inventory.yaml`,
  ],
  [
    'an external certificate for another address',
    ({ ca }) => pairOf(ca, 'manager1-external', { addresses: ['203.0.113.9'] }),
    `manager1-external.crt: the external certificate of manager1 does not name
  10.0.0.31, manager1
  why:  it names IP Address:203.0.113.9; HAProxy compares the host name when it
        connects to a manager, on every port
  next: quorate certificates issue inventory.yaml, or to use a CA of your own:
        quorate certificates csr inventory.yaml`,
  ],
];
