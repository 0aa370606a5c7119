import type { Problem } from '../../errors/errors.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import { inOrder, shellOn } from '../../model/next-step.ts';
import type { MemberOperation } from '../../model/plan/step.ts';

/** Adds to the problem of a refused removal how to start the stopped member again. */
export function withKeepMemberHint(problem: Problem, operation: MemberOperation): Problem {
  if (operation.kind !== 'remove' || operation.target.state !== 'stopped') return problem;
  const { member, target } = operation;
  const keep = shellOn(member, `sudo ${commandToLog(target.startAgain)}`, 'to keep it');
  return { ...problem, next: inOrder(problem.next, `${member} is stopped`, keep) };
}
