import type { Situation } from '../situation.ts';

const at = /^cannot connect to 127\.0\.0\.1 port \d+: /.source;
const next = /^ssh -v -i \S+ -p \d+ free@127\.0\.0\.1$/;
const soon: NonNullable<Situation['ssh']> = () => ({ connectTimeoutMs: 2_000 });

/** Situations before a login. */
export const NETWORK: readonly Situation[] = [
  {
    name: 'closed port',
    sshd: 'closed',
    expected: {
      cause: 'refused',
      what: new RegExp(`${at}.*refused`, 'i'),
      why: /no program listens on this port/,
      next,
    },
  },
  {
    name: 'port that speaks HTTP',
    sshd: 'http',
    expected: {
      cause: 'unexpected-status',
      what: new RegExp(`${at}.*(a web server answers|HTTP)`),
      why: /sshd has another port, or the address is wrong/,
      next,
    },
  },
  {
    name: 'port that sends nothing',
    sshd: 'sends nothing',
    ssh: soon,
    expected: {
      cause: 'timeout',
      what: new RegExp(`${at}the port accepts the connection and sends nothing within 2(\\.0)? ?s`),
      why: /another program has the port, sshd hangs/,
      next,
    },
  },
  {
    name: 'port that closes at once',
    sshd: 'closes at once',
    expected: {
      cause: 'closed',
      what: new RegExp(at),
      why: /the host closed the connection; .*MaxStartups/,
      next,
    },
  },
  {
    name: 'port that sends other bytes',
    sshd: 'binary',
    expected: {
      cause: 'unexpected-status',
      what: new RegExp(`${at}.`),
      why: /sshd has another port, or the address is wrong/,
      next,
    },
  },
  { name: 'IPv6 address', address: '::1', expected: 'connected' },
  {
    name: 'name that does not resolve',
    address: 'db1.invalid',
    expected: {
      cause: 'unknown-name',
      what: /^cannot connect to db1\.invalid port \d+: /,
      why: /the name is wrong, or the name server does not have it/,
      next: /db1\.invalid/,
    },
  },
  {
    name: 'login that takes longer than LoginGraceTime',
    sshd: [
      'LoginGraceTime 1',
      'AuthorizedKeysCommand /etc/slow',
      'AuthorizedKeysCommandUser root',
      'AuthorizedKeysFile none',
    ],
    expected: { cause: 'closed', what: new RegExp(at), why: /LoginGraceTime/, next },
  },
  {
    name: 'login that takes longer than connect_timeout',
    sshd: [
      'LoginGraceTime 60',
      'AuthorizedKeysCommand /etc/slow',
      'AuthorizedKeysCommandUser root',
      'AuthorizedKeysFile none',
    ],
    ssh: soon,
    expected: {
      cause: 'timeout',
      what: new RegExp(`${at}no login within 2(\\.0)? ?s`),
      why: /sshd, PAM or a directory server hangs/,
      next,
    },
  },
  { name: 'long banner', sshd: ['Banner @DIR/banner'], expected: 'connected' },
  {
    name: 'version banner with a text',
    sshd: ['VersionAddendum HTTP/1.1 gateway'],
    expected: 'connected',
  },
  { name: 'rekeying after each 64 KiB', sshd: ['RekeyLimit 64K'], expected: 'connected' },
];
