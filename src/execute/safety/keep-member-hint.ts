import type { Problem } from '../../errors/errors.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import { inOrder } from '../../model/next-step.ts';
import type { MemberOperation } from '../../model/plan/step.ts';

/** A refused removal of a member that is stopped by now, with how it is kept: nobody else starts it again. */
export function withKeepMemberHint(problem: Problem, operation: MemberOperation): Problem {
  if (operation.kind !== 'remove' || operation.target.state !== 'stopped') return problem;
  const { member, target } = operation;
  const keep = `${member} is stopped; to keep it, on ${member}: sudo ${commandToLog(target.startAgain)}`;
  return { ...problem, next: inOrder(problem.next, keep) };
}
