// Keywords of sshd -T: cspell:ignore chrootdirectory forcecommand maxsessions
import { shellOn, either, shellHere, manual, type Next } from '../../../model/next-step.ts';
import type { Problem } from '../../../errors/errors.ts';
import type { FailureCause } from '../../../model/health/gate.ts';
import type { Host } from '../../../model/cluster.ts';
import { sshdLog } from '../login-steps.ts';
import { quote } from '../quote.ts';
import { rootCheck, sshCommand } from '../ssh-command.ts';

/** The longest output of a login shell before the loop is ready, in bytes. */
export const LONGEST_GREETING = 1024 * 1024;

/** Result of starting the worker's shell loop on a host. */
export type Start =
  | { readonly kind: 'ready'; readonly uid: string }
  | { readonly kind: 'no-password' }
  | { readonly kind: 'wrong-password' }
  | { readonly kind: 'ended'; readonly code: number | null; readonly output: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'interrupted' }
  /** sshd did not open a channel or run the command. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'lost'; readonly why: string };

/** Describes why the worker's shell loop has not started on a host. */
export function notStarted(start: Start, host: Host): Omit<Problem, 'where'> {
  const { ssh } = host;
  switch (start.kind) {
    case 'no-password':
      return {
        cause: 'sudo',
        what: `sudo requires the password of ${ssh.user}, which is not set`,
        why: 'sudoers has no NOPASSWD for this account, and the inventory has no `ssh.become.password`',
        next: 'set `ssh.become.password` in the inventory, or allow NOPASSWD for this account',
      };
    case 'wrong-password':
      return {
        cause: 'sudo',
        what: `sudo rejected the password of ${ssh.user}`,
        why: 'tried only once, so that the account is not locked',
        next: 'correct `ssh.become.password`',
      };
    case 'timed-out':
      return {
        cause: 'login-shell',
        what: `no shell within ${ssh.connectTimeoutMs} ms`,
        why: `the login shell of ${ssh.user} or its start-up files hang, sshd starts another program (ForceCommand)${ssh.become ? ', or sudo prompts for something other than a password' : ''}`,
        next: shellHere(rootCheck(host)),
      };
    case 'ready':
      return {
        cause: 'sudo',
        what: `${ssh.user} is not root on the host`,
        why: ssh.become ? 'sudo switched to another account' : '`become` is off',
        next: 'set `ssh.become: true`, or log in as root',
      };
    case 'ended':
      return ended(start, host);
    case 'too-long':
    case 'interrupted':
    case 'refused':
    case 'lost':
      return neverRan(start, host);
  }
}

type NeverRan = Extract<Start, { kind: 'too-long' | 'interrupted' | 'refused' | 'lost' }>;

function neverRan(start: NeverRan, host: Host): Omit<Problem, 'where'> {
  switch (start.kind) {
    case 'too-long':
      return {
        cause: 'login-shell',
        what: `the output of the login shell is longer than ${LONGEST_GREETING / 1024 / 1024} MiB`,
        why: `a start-up file of ${host.ssh.user} prints without end, or another program answers in place of the shell`,
        next: shellHere(rootCheck(host)),
      };
    case 'interrupted':
      return { what: 'interrupted while connecting' };
    case 'refused':
      return {
        cause: 'login-shell',
        what: `sshd does not allow a shell: ${start.why}`,
        why: 'probably MaxSessions 0 in sshd_config',
        next: shellOn(host.name, 'sshd -T | grep -i maxsessions'),
      };
    case 'lost':
      return {
        cause: 'connection-lost',
        what: `the connection was lost before the shell started: ${start.why}`,
        why: 'sshd could not prepare the session (ChrootDirectory, PAM or limits), or was stopped',
        next: sshdLog(host),
      };
  }
}

interface Refusal {
  readonly pattern: RegExp;
  readonly cause: FailureCause;
  readonly what: string;
  readonly next: Next;
}

/** sudo reports refusals only as text, which LC_ALL=C makes English. */
const SUDO_REFUSALS: readonly Refusal[] = [
  {
    pattern: /must have a tty/,
    cause: 'sudo',
    what: 'sudo requires a terminal',
    next: 'remove `requiretty` for this account from sudoers',
  },
  {
    pattern: /not in the sudoers file|may not run sudo|not allowed to/,
    cause: 'sudo',
    what: 'sudo does not allow this account',
    next: 'add it to sudoers, or log in as root (`become: false`)',
  },
  {
    pattern: /sudo.*(not found|No such file)/,
    cause: 'sudo',
    what: 'sudo is not installed',
    next: 'install sudo, or log in as root (`become: false`)',
  },
];

/** The text of /etc/nologin, which `shutdown` writes. */
function noLogins({ name }: Host): Refusal {
  return {
    pattern: /going down|nologin/i,
    cause: 'auth',
    what: 'the host allows only root to log in (nologin)',
    next: shellOn(
      name,
      'ls -l /etc/nologin /run/nologin',
      'remove the file, unless the host is shutting down',
    ),
  };
}

/** Messages that sshd and login programs print in place of a shell. */
function loginRefusals(host: Host): readonly Refusal[] {
  const {
    name,
    ssh: { user },
  } = host;
  return [
    {
      pattern: /allows sftp connections only/,
      cause: 'login-shell',
      what: `sshd allows only SFTP for ${user} (ForceCommand internal-sftp)`,
      next: shellOn(name, `sshd -T -C user=${quote(user)} | grep -i forcecommand`),
    },
    {
      pattern: /account is currently not available/,
      cause: 'login-shell',
      what: `${user} has no login shell (nologin)`,
      next: either(shellOn(name, `usermod --shell /bin/sh ${quote(user)}`), manual('set another `ssh.user`')),
    },
    {
      pattern: /^\/\S*sh: No such file or directory$/m,
      cause: 'login-shell',
      what: `the login shell of ${user} does not exist on the host, or in its ChrootDirectory`,
      next: shellOn(name, `sshd -T -C user=${quote(user)} | grep -i chrootdirectory`),
    },
    {
      pattern: /password (has )?expired|must change your password|password change required/i,
      cause: 'auth',
      what: `the password of ${user} has expired`,
      next: shellHere(sshCommand(host), 'log in by hand and change it'),
    },
  ];
}

function ended({ code, output }: Extract<Start, { kind: 'ended' }>, host: Host): Omit<Problem, 'where'> {
  const refusal = [...SUDO_REFUSALS, ...loginRefusals(host), noLogins(host)].find(({ pattern }) =>
    pattern.test(output),
  );
  // Another text may have many causes, which the operator reads from it.
  const isLoginShell = code === 0 || output === '';
  return {
    ...(refusal ? { cause: refusal.cause } : isLoginShell && { cause: 'login-shell' as const }),
    what: refusal?.what ?? `the shell of ${host.ssh.user} ended with code ${code ?? 'none'}`,
    next: refusal?.next ?? shellHere(rootCheck(host), 'log in by hand and check'),
    ...(output ? { lines: output.split('\n').slice(-5) } : {}),
  };
}
