// Shells: cspell:ignore tcsh
import { existsSync } from 'node:fs';
import { Secret } from '../../../../../src/model/secret.ts';
import { SUDO_PASSWORD } from '../../../../support/sshd/machine.ts';
import type { Situation } from '../situation.ts';

const as =
  (user: string): NonNullable<Situation['ssh']> =>
  () => ({ user });
const asking =
  (password?: string): NonNullable<Situation['ssh']> =>
  () => ({ user: 'asking', ...(password === undefined ? {} : { becomePassword: new Secret(password) }) });

/** Shells that are not on every machine. */
const MORE_SHELLS = ['csh', 'fish'].filter((shell) =>
  existsSync(`/usr/bin/${shell === 'csh' ? 'tcsh' : shell}`),
);

/** The login shell of the account, and sudo. */
export const SHELLS: readonly Situation[] = [
  { name: 'login shell dash', ssh: as('with-dash'), expected: 'connected' },
  { name: 'login shell ash of busybox', ssh: as('with-ash'), expected: 'connected' },
  { name: 'login shell bash with noisy start-up files', ssh: as('noisy'), expected: 'connected' },
  ...MORE_SHELLS.map((shell): Situation => ({
    name: `login shell ${shell}`,
    ssh: as(`with-${shell}`),
    expected: 'connected',
  })),
  { name: 'home directory that does not exist', ssh: as('no-home'), expected: 'connected' },
  { name: 'root without sudo', ssh: () => ({ user: 'root', become: false }), expected: 'connected' },
  {
    name: 'login shell nologin',
    ssh: as('no-shell'),
    expected: {
      cause: 'login-shell',
      what: /^no-shell has no login shell/,
      next: /usermod --shell/,
      lines: /not available/,
    },
  },
  {
    name: 'login shell false',
    ssh: as('with-false'),
    expected: { cause: 'login-shell', what: /ended with code 1/, next: /log in by hand/ },
  },
  {
    name: 'start-up file that ends the shell',
    ssh: as('exits'),
    expected: {
      cause: 'unknown',
      what: /ended with code 5/,
      next: /log in by hand/,
      lines: /maintenance/,
    },
  },
  {
    name: 'start-up file that hangs',
    ssh: () => ({ user: 'hangs', connectTimeoutMs: 3_000 }),
    expected: {
      cause: 'login-shell',
      what: /no shell within 3/,
      why: /login shell|start-up/,
      next: /^ssh -i \S+ -p \d+ hangs@/,
    },
  },
  {
    name: 'password that must be changed, and a key',
    ssh: as('old-password'),
    expected: 'connected',
  },
  {
    name: 'account that is not root, without sudo',
    ssh: () => ({ become: false }),
    expected: {
      cause: 'sudo',
      what: /free is not root on the host/,
      why: /`become` is off/,
      next: /ssh\.become: true/,
    },
  },
  {
    name: 'sudo requires a terminal',
    ssh: as('with-tty'),
    expected: { cause: 'sudo', what: /^sudo requires a terminal/, next: /requiretty/ },
  },
  { name: 'sudo with a password', ssh: asking(SUDO_PASSWORD), expected: 'connected' },
  {
    name: 'sudo with a wrong password',
    ssh: asking('wrong'),
    expected: {
      cause: 'sudo',
      what: /^sudo rejected the password of asking/,
      why: /only once/,
      next: /ssh\.become\.password/,
    },
  },
  {
    name: 'sudo with a password that is not set',
    ssh: asking(),
    expected: {
      cause: 'sudo',
      what: /^sudo requires the password of asking/,
      why: /NOPASSWD/,
      next: /ssh\.become\.password/,
    },
  },
  {
    name: 'sudo does not list the account',
    begin: "echo 'unprivileged:pw' | chpasswd",
    ssh: () => ({ user: 'unprivileged', becomePassword: new Secret('pw') }),
    expected: { cause: 'sudo', what: /^sudo does not allow this account/, next: /sudoers/, lines: /sudoers/ },
  },
  {
    name: 'sudo allows other commands only',
    ssh: as('limited'),
    expected: {
      cause: 'sudo',
      what: /^sudo requires the password of limited/,
      why: /NOPASSWD/,
      next: /NOPASSWD/,
    },
  },
  {
    name: 'sudo runs as another account by default',
    ssh: as('other-root'),
    expected: 'connected',
  },
];
