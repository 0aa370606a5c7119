// Names of algorithms: cspell:ignore hmac nistp sntrup umac
import type { Situation } from '../situation.ts';

const authorized =
  (type: string): NonNullable<Situation['ssh']> =>
  ({ key }) => ({ identity: key(type) });
const hostKey =
  (type: string): NonNullable<Situation['knownHosts']> =>
  ({ machine, port }) =>
    machine.hostKeys
      .filter((key) => key.includes(type))
      .map((key) => `[127.0.0.1]:${port} ${key}\n`)
      .join('');

/** sshd allows one algorithm of a family. */
export const ALGORITHMS: readonly Situation[] = [
  { name: 'host key ed25519', sshd: ['HostKeyAlgorithms ssh-ed25519'], expected: 'connected' },
  {
    name: 'host key rsa-sha2-512',
    sshd: ['HostKeyAlgorithms rsa-sha2-512'],
    knownHosts: hostKey('rsa'),
    expected: 'connected',
  },
  {
    name: 'host key rsa-sha2-256',
    sshd: ['HostKeyAlgorithms rsa-sha2-256'],
    knownHosts: hostKey('rsa'),
    expected: 'connected',
  },
  {
    name: 'host key ssh-rsa (SHA-1)',
    sshd: ['HostKeyAlgorithms ssh-rsa'],
    knownHosts: hostKey('rsa'),
    expected: { what: /signatures that ssh refuses|no common host key/, next: /ssh-keygen -A|ssh -Q/ },
  },
  ...['curve25519-sha256', 'ecdh-sha2-nistp384', 'diffie-hellman-group16-sha512'].map((name): Situation => ({
    name: `key exchange ${name}`,
    sshd: [`KexAlgorithms ${name}`],
    expected: 'connected',
  })),
  {
    name: 'key exchange sntrup761 only',
    sshd: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'],
    clients: ['openssh'],
    expected: 'connected',
  },
  {
    name: 'key exchange that ssh2 lacks',
    sshd: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'],
    clients: ['ssh2'],
    expected: {
      what: /no common key exchange algorithm/,
      next: /KexAlgorithms/,
      lines: /^this machine: .*curve25519-sha256.*\ndb1: sntrup761x25519-sha512@openssh.com/,
    },
  },
  {
    name: 'key exchange with SHA-1 only',
    sshd: ['KexAlgorithms diffie-hellman-group1-sha1'],
    expected: {
      what: /no common key exchange/,
      next: /KexAlgorithms/,
      lines: /db1: diffie-hellman-group1-sha1/,
    },
  },
  ...['aes256-ctr', 'aes128-gcm@openssh.com', 'chacha20-poly1305@openssh.com'].map((name): Situation => ({
    name: `cipher ${name}`,
    sshd: [`Ciphers ${name}`],
    expected: 'connected',
  })),
  {
    name: 'cipher aes128-cbc only',
    sshd: ['Ciphers aes128-cbc'],
    expected: { what: /no common cipher/, next: /Ciphers/, lines: /db1: aes128-cbc/ },
  },
  ...['hmac-sha2-256', 'hmac-sha2-512-etm@openssh.com'].map((name): Situation => ({
    name: `MAC ${name}`,
    sshd: [`MACs ${name}`, 'Ciphers aes128-ctr'],
    expected: 'connected',
  })),
  {
    name: 'MAC hmac-md5 only',
    sshd: ['MACs hmac-md5', 'Ciphers aes128-ctr'],
    expected: { what: /no common MAC/, next: /MACs/, lines: /db1: hmac-md5/ },
  },
  { name: 'key rsa', sshd: [], ssh: authorized('rsa'), expected: 'connected' },
  { name: 'key ecdsa', sshd: [], ssh: authorized('ecdsa'), expected: 'connected' },
  {
    name: 'key rsa, and sshd allows rsa-sha2-512 only',
    sshd: ['PubkeyAcceptedAlgorithms rsa-sha2-512'],
    ssh: authorized('rsa'),
    expected: 'connected',
  },
  {
    name: 'key rsa, and sshd allows rsa-sha2-256 only, which it does not announce',
    sshd: ['PubkeyAcceptedAlgorithms rsa-sha2-256'],
    ssh: authorized('rsa'),
    // ssh makes only the signature that it prefers.
    clients: ['ssh2'],
    expected: 'connected',
  },
  {
    name: 'key rsa, and sshd allows only ssh-rsa, which uses SHA-1',
    sshd: ['PubkeyAcceptedAlgorithms ssh-rsa', 'MaxAuthTries 6'],
    ssh: authorized('rsa'),
    clients: ['ssh2'],
    expected: {
      what: /authentication failed/,
      why: /only with a signature that uses SHA-1 \(ssh-rsa\)/,
      next: /PubkeyAcceptedAlgorithms.*ssh-keygen -t ed25519/,
    },
  },
  {
    name: 'key rsa that is not authorized, and MaxAuthTries 3',
    sshd: ['MaxAuthTries 3'],
    ssh: ({ key }) => ({ identity: key('other-rsa') }),
    clients: ['ssh2'],
    expected: {
      what: /authentication failed/,
      why: /^key .*other-rsa: rejected by the host(; password: not offered.*)?$/,
      next: /ssh-copy-id/,
    },
  },
  {
    name: 'key of a type that sshd does not accept',
    sshd: ['PubkeyAcceptedAlgorithms rsa-sha2-512'],
    expected: { what: /authentication failed/, why: /key .*id_ed25519/, next: /ssh/ },
  },
];
