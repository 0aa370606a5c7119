import { RefusedError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { OLDEST_ANSWERS, judgeProof } from '../../membership/proof/judge-proof.ts';
import { MINUTE, SECOND } from '../../model/duration.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { Proof } from '../../model/health/proof.ts';
import type { ProofFacts } from '../../model/health/recorded-facts.ts';
import { renderProof } from '../../model/health/render-proof.ts';
import type { HostName, PhaseId } from '../../model/names.ts';
import { precheckOf } from '../../model/plan/step.ts';
import type { MemberOperation, Step, Switchover } from '../../model/plan/step.ts';
import { passGate } from '../gates/pass-gate.ts';
import { Interrupted } from '../interrupted.ts';
import { collectMembership } from '../read/collect-membership.ts';
import type { Run } from '../run.ts';
import { withKeepMemberHint } from './keep-member-hint.ts';

/** How long a proof may stay in state `wait`. */
const PATIENCE = 5 * MINUTE;
const INTERVAL = 2 * SECOND;

/** Waits for the gate that the operation requires, if any. @throws GateError */
export async function passPrecheck(run: Run, operation: MemberOperation, phase: PhaseId): Promise<void> {
  const gate = precheckOf(operation);
  const check = gate && run.plan.guards.find((guard) => guard.gate === gate);
  if (check) await passGate(run, phase, { check });
}

interface Proving {
  readonly step: Step;
  readonly at: { readonly phase: PhaseId; readonly host: HostName };
  /** Default: as the operation requires. */
  readonly switchover?: Switchover;
}

/**
 * Returns once the live members prove the operation safe.
 * @throws RefusedError with the vote count
 */
export async function proveOperation(
  run: Run,
  operation: MemberOperation,
  { step, at, switchover }: Proving,
): Promise<void> {
  const { clock, emit } = run.env;
  const deadline = clock.now() + PATIENCE;
  for (;;) {
    const membership = await collectMembership(run, operation.service);
    const tooOld = freshEnough(run, membership, operation) ? {} : { tooOld: true as const };
    const facts: ProofFacts = { membership, operation, ...(switchover && { switchover }), ...tooOld };
    const proof = judgeProof(facts);
    emit({ kind: 'proof', ...at, step: step.id, ...proof, facts });
    if (proof.state === 'refused') throw refusal(operation, { step, host: at.host, proof });
    if (run.tally.stop.aborted) throw new Interrupted();
    if (proof.state === 'safe') return;
    if (clock.now() > deadline) throw refusal(operation, { step, host: at.host, proof });
    await clock.sleep(INTERVAL, run.tally.stop);
  }
}

/**
 * True if the answers are recent enough. Until a service is bootstrapped, old answers are accepted, because nothing
 * depends on its members yet.
 */
function freshEnough({ env }: Run, { asOf, bootstrapped }: Membership, operation: MemberOperation): boolean {
  return (
    operation.kind === 'bootstrap' || bootstrapped.length === 0 || env.clock.now() - asOf <= OLDEST_ANSWERS
  );
}

interface Refused {
  readonly step: Step;
  readonly host: HostName;
  readonly proof: Exclude<Proof, { state: 'safe' }>;
}

/**
 * Returns the error for an operation that is not allowed. The step before a removal has already stopped the member, so
 * the error also says how to keep it.
 */
function refusal(operation: MemberOperation, refused: Refused): RefusedError {
  return new RefusedError([withKeepMemberHint(refusedStep(refused), operation)]);
}

/** The problem of a step that the proof does not allow, with the vote count. */
export function refusedStep({ host, step, proof }: Refused): Problem {
  const what = `${step.title}: refused to protect the cluster`;
  return { where: host, what, why: renderProof(proof), next: proof.next };
}
