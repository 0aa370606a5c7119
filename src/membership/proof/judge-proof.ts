import { SECOND } from '../../model/duration.ts';
import type { Proof } from '../../model/health/proof.ts';
import type { ProofFacts } from '../../model/health/recorded-facts.ts';
import { inOrder, RUN_AGAIN, waitUntil } from '../../model/next-step.ts';
import { prove } from './prove.ts';

/** Maximum age of the answers that a proof is based on. */
export const OLDEST_ANSWERS = 5 * SECOND;

const TOO_OLD: Proof = {
  state: 'wait',
  clauses: [{ kind: 'old-answers', limitMs: OLDEST_ANSWERS }],
  next: inOrder(waitUntil('the members are healthy'), RUN_AGAIN),
};

/** Decides whether an operation is safe, from facts alone: during a run, and again from the event of the proof. */
export function judgeProof({ membership, operation, switchover, tooOld }: ProofFacts): Proof {
  return tooOld ? TOO_OLD : prove(membership, operation, switchover);
}
