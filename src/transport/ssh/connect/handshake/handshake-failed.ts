import type { Problem } from '../../../../errors/errors.ts';
import type { FailureCause } from '../../../../model/health/gate.ts';
import type { ConnectCause } from '../../../../model/host/connect-cause.ts';
import { printable } from '../../../../model/rendered.ts';

/** The cause that is reported if no later attempt succeeds. */
const CAUSES: Readonly<Record<ConnectCause, FailureCause>> = {
  refused: 'refused',
  closed: 'closed',
  'no-answer': 'timeout',
  'no-route': 'no-route',
  'no-name-server': 'unknown-name',
  overloaded: 'closed',
  penalized: 'closed',
};

/** A failed attempt. `transient` is set if a retry may help, for example because the host is starting. */
export class HandshakeFailed extends Error {
  readonly problem: Problem;
  readonly transient: ConnectCause | undefined;
  /** True if the host prompts for something, and there is no terminal. */
  needsOperator = false;
  constructor(problem: Problem, transient?: ConnectCause) {
    super(printable(problem.what));
    this.problem = { cause: transient ? CAUSES[transient] : 'unknown', ...problem };
    this.transient = transient;
  }
}
