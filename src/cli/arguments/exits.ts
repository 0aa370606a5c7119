import type { CommandExits } from '../../errors/exit-codes.ts';

const NOT_QUERIED = 'a host could not be queried';

/** For commands that work with files on this machine. */
export const FILE_EXITS = { 0: 'done', 2: 'refused; no file was changed' } satisfies CommandExits;

/** For commands that check files on this machine. */
export const CHECKED_EXITS = { 0: 'no problem', 2: 'there are problems' } satisfies CommandExits;

/** For commands that query hosts and print what those hosts return, whatever it is. */
export const READ_EXITS = {
  0: 'every host could be queried',
  3: `${NOT_QUERIED}; what the other hosts returned is printed`,
} satisfies CommandExits;

export const VERIFY_EXITS = {
  0: 'every gate is ready',
  3: NOT_QUERIED,
  5: 'a gate is not ready',
} satisfies CommandExits;

export const PLAN_EXITS = {
  0: 'nothing to do; with --offline, the plan can be built',
  3: NOT_QUERIED,
  7: 'deploy would refuse to start',
  10: 'deploy would change something',
} satisfies CommandExits;

export const DRIFT_EXITS = {
  0: 'no differences',
  3: `${NOT_QUERIED}; the differences of the other hosts are printed`,
  10: 'there are differences',
} satisfies CommandExits;

export const RECOVER_EXITS = {
  0: 'every service is healthy',
  3: 'no host could be queried, or every service is healthy and a host could not be queried',
  10: 'a service has lost its majority or has too few healthy members',
} satisfies CommandExits;

export const TRUST_EXITS = {
  0: 'every host has a recorded key',
  2: 'there is no terminal to ask on',
  3: 'a host is unreachable, or its key is refused (changed, revoked, or other than in the inventory)',
  10: 'the operator did not confirm new keys',
} satisfies CommandExits;

export const CHECK_EXITS = {
  0: 'no check failed; warnings do not count',
  3: NOT_QUERIED,
  4: 'with --fix: a fix failed',
  5: 'a check failed',
  6: 'with --fix: a run holds a lock',
} satisfies CommandExits;

export const WATCH_EXITS = { 0: 'ended with Ctrl-C, whatever the hosts report' } satisfies CommandExits;

export const UNLOCK_EXITS = {
  0: 'no host has a lock',
  3: NOT_QUERIED,
  6: 'a host still has a lock, or a job runs (a job counts as a lock)',
} satisfies CommandExits;

export const EXPLAIN_EXITS = {
  0: 'explained; with SEQ, judged again with the same result',
  2: 'nothing has this name',
  10: 'with SEQ: this version decides differently',
} satisfies CommandExits;

/** For commands that deploy or change a cluster, and their rehearsals. */
export const CHANGE_EXITS = {
  0: 'done, or nothing to do; also if --until or a no to --confirm ended the run before a phase',
  2: 'the input is wrong, or the command has to ask and there is no terminal and no --yes',
  3: 'a host could not be reached',
  4: 'a step failed',
  5: 'a gate did not pass',
  6: 'another run holds a lock',
  7: 'refused to protect the cluster',
  10: 'the operator did not agree; with --dry-run: the command would change something',
} satisfies CommandExits;
