import { inOrder, manual, RUN_AGAIN, runAgain, type Next } from '../model/next-step.ts';
import type { ExitCode } from './errors.ts';

/** The meaning of an exit code, and what an operator does about it. */
interface ExitText {
  readonly meaning: string;
  readonly action?: Next;
}

/** Of every command. docs/exit-codes.md says which one applies if several failures occur in one run. */
export const EXIT_TEXTS: Readonly<Record<ExitCode, ExitText>> = {
  0: { meaning: 'done; for plan: nothing to do; for drift: no differences' },
  1: {
    meaning: 'a bug in quorate',
    action: inOrder(runAgain({ with: '--verbose' }), manual('report the output')),
  },
  2: {
    meaning:
      'usage: the command line, the inventory, a certificate, a secret, the playbook or a saved plan is wrong',
    action: 'no host was changed; fix the listed problems',
  },
  3: {
    meaning: 'a host could not be reached, its host key is not the known one, or authentication failed',
    action: inOrder(manual('fix what the message names'), RUN_AGAIN),
  },
  4: {
    meaning: 'a step failed',
    action: inOrder(manual("read the last lines of the step's output, and fix the cause"), RUN_AGAIN),
  },
  5: {
    meaning:
      'a gate did not pass, or a host cannot be changed safely (read-only /var, no free space, a missing program, unsafe modes)',
    action: 'read what the message reports for each host',
  },
  6: {
    meaning: 'another run holds the lock, or has taken it over',
    action: 'wait; the message names the operator, the machine and since when',
  },
  7: {
    meaning:
      'refused to protect the cluster, or because the inventory or a host does not match the saved plan, or because a host stores data of a format that this version cannot read',
    action: 'read the vote count or the differences, and use the command that the message names',
  },
  8: {
    meaning:
      'the output or the journal cannot be written, such as on a full disk; a lost output changes only the codes 0 and 10',
    action: inOrder(manual('free space'), runAgain({ when: 'after a lost journal' })),
  },
  10: {
    meaning:
      'plan, --dry-run: the command would change something; a command that asks before it disrupts members: the operator did not agree; drift: there are differences; recover: a service lost its majority',
  },
  130: { meaning: 'interrupted by Ctrl-C (SIGINT)', action: runAgain({ when: 'to resume' }) },
  143: { meaning: 'interrupted by SIGTERM', action: runAgain({ when: 'to resume' }) },
};

/** The meanings of the exit codes of a command. Codes 1, 2, 8, 130 and 143 apply to every command. */
export type CommandExits = Readonly<Partial<Record<ExitCode, string>>>;
