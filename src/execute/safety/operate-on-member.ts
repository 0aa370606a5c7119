import { RefusedError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { prove } from '../../membership/proof/prove.ts';
import { hasLeft } from '../../membership/proof/prove-cleanup.ts';
import { mutexMode } from '../../membership/mutex-mode.ts';
import { MINUTE, SECOND } from '../../model/duration.ts';
import type { Membership, Proof } from '../../model/health/membership.ts';
import type { HostName, PhaseId } from '../../model/names.ts';
import type { Step, MemberOperation } from '../../model/plan/step.ts';
import { bootstrappedHosts } from './bootstrapped-hosts.ts';
import { passGate } from '../pass-gate.ts';
import { Interrupted } from '../interrupted.ts';
import { collectMembership } from '../read/collect-membership.ts';
import type { Run } from '../run.ts';
import { stateBefore, awaitSwitchover, awaitOperation } from './await-operation.ts';
import { withKeepMemberHint } from './keep-member-hint.ts';
import { isAlreadyReplaced } from './already-replaced.ts';

/** How long a proof may say `wait`. */
const PATIENCE = 5 * MINUTE;
const INTERVAL = 2 * SECOND;
/** A proof is made on answers no older than this. */
const FRESH = 5 * SECOND;

interface Touching {
  readonly phase: PhaseId;
  readonly host: HostName;
  readonly step: Step;
  readonly touch: MemberOperation;
  /** It is under way already, begun by a run that is gone: too late for a proof, not for the token. */
  readonly under: boolean;
  /** Runs the steps that hand over the lead or drain. */
  readonly before: (steps: readonly Step[]) => Promise<void>;
  /** Is given what proves the touch anew, for when it could not be done at once: the lead may have come back, too. */
  readonly act: (proveAgain: () => Promise<void>) => Promise<void>;
}

/**
 * The one way a member is founded, joined, restarted, stopped or removed: with the service's token, after a proof on
 * membership that was asked just now, given back when the member is healthy again or has left.
 * @throws RefusedError with the arithmetic
 */
export async function operateOnMember(run: Run, touching: Touching): Promise<void> {
  const { touch } = touching;
  const mode = mutexMode(touch, bootstrappedHosts(run, touch.service));
  await run.mutexes.hold(touch.service, mode, async () => {
    // Whoever held the token before may have been interrupted in the middle of its own touch.
    if (run.tally.stop.aborted) throw new Interrupted();
    if (isAlreadyReplaced(run, touch)) return;
    if (leaves(touch) && hasLeft(await collectMembership(run, touch.service), touch)) return;
    if (!touching.under) await prepare(run, touching);
    const seen = await stateBefore(run, touch);
    await touching.act(() => prepare(run, touching));
    await awaitOperation(run, { ...touching, seen });
  });
}

/** A member that has stopped, or that nobody lists any more, needs nothing done. */
function leaves({ effect }: MemberOperation): boolean {
  return effect === 'stop' || effect === 'remove';
}

async function prepare(run: Run, touching: Touching): Promise<void> {
  const { before = [], ...touch } = touching.touch;
  const check = run.plan.guards.find(({ gate }) => gate === touch.gate);
  if (check) await passGate(run, touching.phase, { check });
  await proveSafe(run, touching);
  if (before.length === 0) return;
  await touching.before(before);
  await awaitSwitchover(run, touch);
  // What was to be handed over has been, or it is refused: a leader that kept the lead is not stopped.
  await proveSafe(run, { ...touching, touch });
}

async function proveSafe(run: Run, { phase, host, step, touch }: Touching): Promise<void> {
  const { clock, emit } = run.env;
  const deadline = clock.now() + PATIENCE;
  for (;;) {
    const membership = await collectMembership(run, touch.service);
    const proof = freshEnough(run, membership, touch) ? prove(membership, touch) : TOO_OLD;
    emit({ kind: 'proof', phase, host, step: step.id, state: proof.state, arithmetic: proof.arithmetic });
    // The step before a removal has stopped the member.
    const problem = () => withKeepMemberHint(refusedOperation(host, step, proof), touch);
    if (proof.state === 'refused') throw new RefusedError([problem()]);
    if (run.tally.stop.aborted) throw new Interrupted();
    if (proof.state === 'safe') return;
    if (clock.now() > deadline) throw new RefusedError([problem()]);
    await clock.sleep(INTERVAL, run.tally.stop);
  }
}

const TOO_OLD: Proof = {
  state: 'wait',
  arithmetic: `the members took longer than ${FRESH / SECOND} s to answer: asked again`,
};

/** Nobody depends yet on a service that is only being founded: there an old answer can do no harm. */
function freshEnough({ env }: Run, { asOf, bootstrapped }: Membership, touch: MemberOperation): boolean {
  return touch.effect === 'bootstrap' || bootstrapped.length === 0 || env.clock.now() - asOf <= FRESH;
}

/** A step that is not done, with the arithmetic. */
export function refusedOperation(host: HostName, step: Step, proof: Proof): Problem {
  const next =
    'hint' in proof ? proof.hint : 'wait until the members are healthy, then run the same command again';
  return { where: host, what: `${step.title}: refused to protect the cluster`, why: proof.arithmetic, next };
}
