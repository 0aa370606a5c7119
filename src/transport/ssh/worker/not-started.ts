import type { Problem } from '../../../errors/errors.ts';
import type { Host } from '../../../model/cluster.ts';
import { rootCheck } from '../ssh-command.ts';

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
        what: `sudo requires the password of ${ssh.user}, which is not set`,
        why: 'sudoers has no NOPASSWD for this account, and the inventory has no `ssh.become.password`',
        next: 'set `ssh.become.password` in the inventory, or allow NOPASSWD for this account',
      };
    case 'wrong-password':
      return {
        what: `sudo rejected the password of ${ssh.user}`,
        why: 'tried only once, so that the account is not locked',
        next: 'correct `ssh.become.password`',
      };
    case 'timed-out':
      return {
        what: `no shell within ${ssh.connectTimeoutMs} ms`,
        why: ssh.become
          ? 'sudo may prompt for something other than a password'
          : 'the login shell of the account hangs',
        next: rootCheck(host),
      };
    case 'ready':
      return {
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
        what: `the output of the login shell is longer than ${LONGEST_GREETING / 1024 / 1024} MiB`,
        why: `a start-up file of ${host.ssh.user} prints without end, or another program answers in place of the shell`,
        next: rootCheck(host),
      };
    case 'interrupted':
      return { what: 'interrupted while connecting' };
    case 'refused':
      return { what: `cannot start a shell: ${start.why}`, next: 'check the log of sshd on the host' };
    case 'lost':
      return {
        what: `the connection was lost before the shell started: ${start.why}`,
        next: 'check the log of sshd on the host',
      };
  }
}

/** sudo reports refusals only as text, which LC_ALL=C makes English. */
const REFUSALS: readonly { readonly pattern: RegExp; readonly what: string; readonly next: string }[] = [
  {
    pattern: /must have a tty/,
    what: 'sudo requires a terminal',
    next: 'remove `requiretty` for this account from sudoers',
  },
  {
    pattern: /not in the sudoers file|may not run sudo|not allowed to/,
    what: 'sudo does not allow this account',
    next: 'add it to sudoers, or log in as root (`become: false`)',
  },
  {
    pattern: /sudo.*(not found|No such file)/,
    what: 'sudo is not installed',
    next: 'install sudo, or log in as root (`become: false`)',
  },
];

function ended({ code, output }: Extract<Start, { kind: 'ended' }>, host: Host): Omit<Problem, 'where'> {
  const refusal = REFUSALS.find(({ pattern }) => pattern.test(output));
  return {
    what: refusal?.what ?? `the shell of ${host.ssh.user} ended with code ${code ?? 'none'}`,
    next: refusal?.next ?? `log in by hand and check: ${rootCheck(host)}`,
    ...(output ? { lines: output.split('\n').slice(-5) } : {}),
  };
}
