// Names in the commands: cspell:ignore ipcs upgr
import { inOrder, shellOn, RUN_AGAIN, type Next } from '../../../model/next-step.ts';
import type { KnownMessage, FailedHost } from '../known-message.ts';

const thenAgain =
  (...steps: readonly ((named: string, place: FailedHost) => Next)[]) =>
  (named: string, place: FailedHost) =>
    inOrder(...steps.map((step) => step(named, place)), RUN_AGAIN);

/** Messages about disk, memory and clock of a machine. */
const RESOURCES: readonly KnownMessage[] = [
  {
    cause: 'out-of-memory',
    // PostgreSQL prints "No space left on device" for it.
    pattern: /could not create shared memory segment|could not map anonymous shared memory/,
    why: () => 'PostgreSQL gets no shared memory',
    next: thenAgain(
      (_, { host }) => shellOn(host, 'free -m'),
      (_, { host }) => shellOn(host, 'ipcs -lm'),
      () => 'add memory or shared memory',
    ),
  },
  {
    cause: 'out-of-memory',
    pattern:
      /Out of memory|oom-kill|OOM killer|not (?:have )?enough memory|Cannot allocate memory|MemoryError|memory resource limit alarm set|memory allocation failed/i,
    why: (_, { host }) => `${host} does not have enough memory`,
    next: thenAgain(
      (_, { host }) => shellOn(host, 'free -m'),
      () => 'add memory',
    ),
  },
  {
    cause: 'disk-full',
    pattern:
      /No space left on device|ENOSPC|enospc|[Dd]isk quota exceeded|[Ff]ree disk space is insufficient|disk resource limit alarm set/,
    why: () => 'a disk is full',
    next: thenAgain(
      (_, { host }) => shellOn(host, 'df -h'),
      () => 'free some space',
    ),
  },
  {
    cause: 'clock',
    pattern: /Release file for \S+ is not valid yet/,
    why: (_, { host }) => `the clock of ${host} is behind`,
    next: thenAgain(
      (_, { host }) => shellOn(host, 'timedatectl'),
      () => 'set the clock',
    ),
  },
];

/** Messages about sudo and about the package manager. */
const PRIVILEGES_AND_PACKAGES: readonly KnownMessage[] = [
  {
    cause: 'sudo',
    pattern:
      /(\S+) is not in the sudoers file|(?:sudo: )?a (?:terminal|password) is required|must have a tty to run sudo|is not allowed to (?:execute|run)|sudo: .*incorrect password/,
    why: (user, { host }) => `sudo on ${host} does not let ${user || 'the login user'} run the command`,
    next: thenAgain(
      (_, { host }) => shellOn(host, 'sudo -l'),
      () => 'allow the user every command in /etc/sudoers.d',
    ),
  },
  {
    cause: 'package',
    pattern:
      /Could not get lock (\S+?)\.?(?:\s|$)|dpkg frontend lock|Waiting for process with pid \d+ to finish/,
    why: () => 'another program uses the package manager',
    next: thenAgain(
      (_, { host }) => shellOn(host, 'ps -C apt,apt-get,dpkg,dnf,yum,unattended-upgr'),
      () => 'wait until it ends',
    ),
  },
  {
    cause: 'package',
    pattern: /dpkg was interrupted/,
    why: () => 'an earlier installation of a package was interrupted',
    next: thenAgain((_, { host }) => shellOn(host, 'dpkg --configure -a')),
  },
  {
    cause: 'package',
    pattern:
      /Unable to locate package (\S+)|Unable to find a match: (\S+)|No match for argument:? (\S+)|No package (\S+)|Package '?([^\s']+)'? has no installation candidate/,
    why: (name, { host }) => `no repository of ${host} has the package ${name}`,
    next: thenAgain((_, { host }) => `enable its repository on ${host}, or install the package`),
  },
  {
    cause: 'package',
    pattern:
      /(?:unmet dependencies|nothing provides \S+|is not a Debian format archive|not an rpm package|Sub-process \/usr\/bin\/dpkg returned an error|error processing (?:archive|package) (\S+)|Hash Sum mismatch|GPG (?:check FAILED|error))/i,
    why: (name) => `the package manager rejects ${name || 'a package'}`,
    next: thenAgain((_, { host }) => `correct the package or its repository on ${host}`),
  },
];

export const MACHINE: readonly KnownMessage[] = [...RESOURCES, ...PRIVILEGES_AND_PACKAGES];

/** etcd works with different clocks, so a difference is a cause only if nothing else is reported. */
export const CLOCK_WARNINGS: readonly KnownMessage[] = [
  {
    cause: 'clock',
    pattern: /clock difference against peer \S+ is too high \[(\S+)|prober found high clock drift/,
    why: (offset, { host }) => `the clock of ${host} differs from a peer's${offset && ` by ${offset}`}`,
    next: thenAgain(
      (_, { host }) => shellOn(host, 'timedatectl', 'on every database, for example'),
      () => 'set the clock',
    ),
  },
];
