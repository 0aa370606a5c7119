import type { Problem } from '../../errors/errors.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import { inOrder } from '../../model/next-step.ts';
import type { MemberOperation } from '../../model/plan/step.ts';

/** Adds to the problem of a refused removal how to start the stopped member again. */
export function withKeepMemberHint(problem: Problem, operation: MemberOperation): Problem {
  if (operation.kind !== 'remove' || operation.target.state !== 'stopped') return problem;
  const { member, target } = operation;
  const keep = `${member} is stopped; to keep it, on ${member}: sudo ${commandToLog(target.startAgain)}`;
  return { ...problem, next: inOrder(problem.next, keep) };
}
