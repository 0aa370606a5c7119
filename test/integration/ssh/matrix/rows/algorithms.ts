// Names of algorithms: cspell:ignore hmac nistp sntrup umac
import type { Expected, Situation } from '../situation.ts';

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

/** The lines with the offers of both sides: some of ours, and all of theirs. */
const bothSides = (ours: string, theirs: string) =>
  new RegExp(`^this machine: \\S*${ours}\\S*\\ndb1: ${theirs}$`);
const mismatch = (
  name: string,
  keyword: string,
  { ours, theirs }: { readonly ours: string; readonly theirs: string },
): Exclude<Expected, string> => ({
  cause: 'algorithms',
  what: new RegExp(`no common ${name}$`),
  why: /that the SSH client of this machine does not have, or that ssh_config excludes/,
  next: new RegExp(`with ${keyword} in /etc/ssh/sshd_config on db1, or read .*: quorate ssh-config `),
  lines: bothSides(ours, theirs),
});

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
    expected: {
      cause: 'algorithms',
      what: /the host offers only signatures that ssh refuses as well$/,
      why: /too old for SHA-2 signatures/,
      next: /ssh-keygen -A/,
      lines: bothSides('rsa-sha2-512', 'ssh-rsa'),
    },
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
      ...mismatch('key exchange algorithm', 'KexAlgorithms', {
        ours: 'curve25519-sha256',
        theirs: 'sntrup761x25519-sha512@openssh.com',
      }),
      next: /^set `ssh\.client: openssh` in the inventory, which has sntrup761x25519-sha512@openssh\.com/,
    },
  },
  {
    name: 'key exchange with SHA-1 only',
    sshd: ['KexAlgorithms diffie-hellman-group1-sha1'],
    expected: mismatch('key exchange algorithm', 'KexAlgorithms', {
      ours: 'curve25519-sha256',
      theirs: 'diffie-hellman-group1-sha1',
    }),
  },
  {
    name: 'key exchange that ssh_config excludes',
    sshd: ['KexAlgorithms curve25519-sha256'],
    sshConfig: () => 'KexAlgorithms ecdh-sha2-nistp256,ecdh-sha2-nistp384\n',
    clients: ['openssh'],
    expected: mismatch('key exchange algorithm', 'KexAlgorithms', {
      ours: 'ecdh-sha2-nistp256,ecdh-sha2-nistp384',
      theirs: 'curve25519-sha256',
    }),
  },
  {
    name: 'host key of a type that ssh_config excludes',
    sshd: ['HostKeyAlgorithms ssh-ed25519'],
    sshConfig: () => 'HostKeyAlgorithms rsa-sha2-512\n',
    clients: ['openssh'],
    expected: mismatch('host key algorithm', 'HostKeyAlgorithms', {
      ours: 'rsa-sha2-512',
      theirs: 'ssh-ed25519',
    }),
  },
  ...['aes256-ctr', 'aes128-gcm@openssh.com', 'chacha20-poly1305@openssh.com'].map((name): Situation => ({
    name: `cipher ${name}`,
    sshd: [`Ciphers ${name}`],
    expected: 'connected',
  })),
  {
    name: 'cipher aes128-cbc only',
    sshd: ['Ciphers aes128-cbc'],
    expected: mismatch('cipher', 'Ciphers', { ours: 'aes128-ctr', theirs: 'aes128-cbc' }),
  },
  ...['hmac-sha2-256', 'hmac-sha2-512-etm@openssh.com'].map((name): Situation => ({
    name: `MAC ${name}`,
    sshd: [`MACs ${name}`, 'Ciphers aes128-ctr'],
    expected: 'connected',
  })),
  {
    name: 'MAC hmac-md5 only',
    sshd: ['MACs hmac-md5', 'Ciphers aes128-ctr'],
    expected: mismatch('MAC', 'MACs', { ours: 'hmac-sha2-256', theirs: 'hmac-md5' }),
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
      cause: 'auth',
      what: /authentication failed/,
      why: /only with a signature that uses SHA-1 \(ssh-rsa\)/,
      next: /PubkeyAcceptedAlgorithms.*ssh-keygen -t ed25519/,
    },
  },
  {
    name: 'key rsa that is not authorized, and MaxAuthTries 3',
    sshd: ['MaxAuthTries 3'],
    ssh: ({ key }) => ({ identity: key('other-rsa') }),
    expected: {
      cause: 'auth',
      what: /authentication failed/,
      why: /^key \S+\/other-rsa: rejected by the host(; the host allows: .*)?$/,
      next: /ssh-copy-id .*, on db1: journalctl /,
    },
  },
  {
    name: 'key of a type that sshd does not accept',
    sshd: ['PubkeyAcceptedAlgorithms rsa-sha2-512'],
    expected: {
      cause: 'auth',
      what: /authentication failed/,
      why: /^key \S+\/id_ed25519: rejected by the host(; the host allows: .*)?$/,
      next: /ssh-copy-id .*, on db1: journalctl /,
    },
  },
];
