import type { Problem } from '../../../../errors/errors.ts';
import type { ConnectCause } from '../../../../model/host/connect-cause.ts';
import { printable } from '../../../../model/rendered.ts';

/** A failed attempt. `transient` is set if a retry may help, for example because the host is starting. */
export class HandshakeFailed extends Error {
  readonly problem: Problem;
  readonly transient: ConnectCause | undefined;
  /** True if the host prompts for something, and there is no terminal. */
  needsOperator = false;
  constructor(problem: Problem, transient?: ConnectCause) {
    super(printable(problem.what));
    this.problem = problem;
    this.transient = transient;
  }
}
