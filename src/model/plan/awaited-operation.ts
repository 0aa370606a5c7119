import { MINUTE } from '../duration.ts';
import type { MemberOperation, OperationOf } from './step.ts';

/** How long a member may take to become healthy, unless its operation has its own limit. */
const PATIENCE = 5 * MINUTE;

/** An operation whose result a run waits for. A bootstrap has its own gate; a stop ends with its command. */
export type AwaitedOperation = Exclude<MemberOperation, OperationOf<'bootstrap' | 'stop-to-leave'>>;

export function isAwaited(operation: MemberOperation): operation is AwaitedOperation {
  if (operation.kind === 'undo-install') return operation.part === 'forget';
  return operation.kind !== 'bootstrap' && operation.kind !== 'stop-to-leave';
}

/** The longest wait for the result, in milliseconds. */
export function patienceOf(operation: AwaitedOperation): number {
  return operation.kind === 'join' || operation.kind === 'reinit' ? operation.patienceMs : PATIENCE;
}
