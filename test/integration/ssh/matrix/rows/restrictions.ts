// Names of programs and shells: cspell:ignore chroot
import type { Situation } from '../situation.ts';

const noForwarding = [
  'AllowTcpForwarding no',
  'AllowTcpForwarding remote',
  'DisableForwarding yes',
  'PermitOpen none',
];

/** Restrictions of sshd that apply after the login. */
export const RESTRICTIONS: readonly Situation[] = [
  { name: 'MaxSessions 1', sshd: ['MaxSessions 1'], expected: 'connected' },
  {
    name: 'MaxSessions 0',
    sshd: ['MaxSessions 0'],
    expected: {
      cause: 'login-shell',
      what: /^sshd does not allow a shell/,
      why: /MaxSessions/,
      next: /sshd -T/,
    },
  },
  ...noForwarding.map((line): Situation => ({ name: line, sshd: [line], expected: 'connected' })),
  {
    name: 'MaxSessions 1 without forwarding',
    sshd: ['MaxSessions 1', 'AllowTcpForwarding no'],
    expected: 'connected',
  },
  { name: 'PermitTTY no', sshd: ['PermitTTY no'], expected: 'connected' },
  { name: 'key with `restrict`', sshd: ['AuthorizedKeysFile @DIR/restricted'], expected: 'connected' },
  {
    name: 'key with `command=`',
    sshd: ['AuthorizedKeysFile @DIR/command'],
    expected: {
      cause: 'login-shell',
      what: /ended with code 0/,
      next: /authorized_keys|ForceCommand|log in by hand/,
      lines: /backups only/,
    },
  },
  {
    name: 'ForceCommand',
    sshd: ['ForceCommand echo menu'],
    expected: {
      cause: 'login-shell',
      what: /ended with code 0/,
      next: /ForceCommand|log in by hand/,
      lines: /menu/,
    },
  },
  {
    name: 'ForceCommand internal-sftp',
    sshd: ['ForceCommand internal-sftp'],
    expected: {
      cause: 'login-shell',
      what: /^sshd allows only SFTP for free \(ForceCommand/,
      next: /sshd -T/,
    },
  },
  {
    name: 'chroot without a shell',
    sshd: ['ChrootDirectory /etc/jail'],
    expected: {
      cause: 'login-shell',
      what: /^the login shell of free does not exist/,
      next: /sshd -T .*chrootdirectory/,
    },
  },
  {
    name: 'chroot that others can write',
    sshd: ['ChrootDirectory /srv'],
    expected: {
      cause: 'connection-lost',
      what: /^the connection was lost before the shell started/,
      why: /ChrootDirectory/,
      next: /journalctl -u ssh/,
    },
  },
  {
    name: 'environment file of the account',
    sshd: ['PermitUserEnvironment yes'],
    ssh: () => ({ user: 'environment' }),
    expected: 'connected',
  },
  { name: 'SetEnv', sshd: ['SetEnv LC_ALL=xx PATH=/nowhere TMPDIR=/nowhere'], expected: 'connected' },
  {
    name: 'password that must be changed, and UsePAM yes',
    sshd: ['UsePAM yes'],
    ssh: () => ({ user: 'old-password' }),
    expected: {
      cause: 'auth',
      what: /^the password of old-password has expired/,
      next: /log in by hand and change it/,
      lines: /expired/,
    },
  },
  { name: 'UsePAM yes', sshd: ['UsePAM yes'], expected: 'connected' },
  {
    name: 'keepalives of sshd',
    sshd: ['ClientAliveInterval 1', 'ClientAliveCountMax 1'],
    pauseMs: 3_000,
    expected: 'connected',
  },
  {
    name: 'full /tmp',
    begin: 'mount -t tmpfs -o size=4k tmpfs /tmp; head -c 9000 /dev/zero >/tmp/full 2>/dev/null || :',
    end: 'umount /tmp',
    expected: 'connected',
  },
  {
    name: 'host that is shutting down',
    begin: 'echo "The system is going down" >/etc/nologin',
    end: 'rm /etc/nologin',
    expected: {
      cause: 'auth',
      what: /^the host allows only root to log in \(nologin\)$/,
      next: /nologin/,
      lines: /going down/,
    },
  },
];
