import { RefusedError, StepError } from '../errors/errors.ts';
import type { Problem } from '../errors/errors.ts';
import { readMembership } from '../gates/members.ts';
import { healthy } from '../membership/healthy.ts';
import { prove } from '../membership/prove.ts';
import { hasLeft } from '../membership/unfinished.ts';
import { tokenMode } from '../membership/token-mode.ts';
import { formatDuration, MINUTE, SECOND } from '../model/duration.ts';
import type { Membership, Proof } from '../model/membership.ts';
import type { HostName, PhaseId, Service } from '../model/names.ts';
import type { Step, Touch } from '../model/step.ts';
import { askAll } from './answers.ts';
import { foundedHosts } from './founded.ts';
import { Interrupted } from './interrupted.ts';
import type { Run } from './run.ts';

/** How long a proof may say `wait`, and a touched member may take to come back. */
const PATIENCE = 5 * MINUTE;
const INTERVAL = 2 * SECOND;
/** A proof is made on answers no older than this. */
const FRESH = 5 * SECOND;
/** How long a member whose connection is lost is waited for; then it is silent, and the proof says what that means. */
const MEMBER_PATIENCE = 2 * SECOND;

interface Touching {
  readonly phase: PhaseId;
  readonly host: HostName;
  readonly step: Step;
  readonly touch: Touch;
  /** It is under way already, begun by a run that is gone: too late for a proof, not for the token. */
  readonly under: boolean;
  /** Runs the steps that hand over the lead or drain. */
  readonly before: (steps: readonly Step[]) => Promise<void>;
  readonly act: () => Promise<void>;
}

/**
 * The one way a member is founded, joined, restarted, stopped or removed: with the service's token, after a proof on
 * membership that was asked just now, given back when the member is healthy again or has left.
 * @throws RefusedError with the arithmetic
 */
export async function touchMember(run: Run, touching: Touching): Promise<void> {
  const { touch } = touching;
  const mode = tokenMode(touch, foundedHosts(run, touch.service));
  await run.tokens.hold(touch.service, mode, async () => {
    // Whoever held the token before may have been interrupted in the middle of its own touch.
    if (run.tally.stop.aborted) throw new Interrupted();
    if (leaves(touch) && hasLeft(await collectMembership(run, touch.service), touch)) return;
    if (!touching.under) await prepare(run, touching);
    await touching.act();
    await settle(run, touching);
  });
}

/** A member that has stopped, or that nobody lists any more, needs nothing done. */
function leaves({ effect }: Touch): boolean {
  return effect === 'stop' || effect === 'remove';
}

async function prepare(run: Run, touching: Touching): Promise<void> {
  const { before = [] } = touching.touch;
  await proveSafe(run, touching);
  if (before.length === 0) return;
  await touching.before(before);
  // What was to be handed over has been, or it is refused: a leader that kept the lead is not stopped.
  const { before: _, ...touch } = touching.touch;
  await proveSafe(run, { ...touching, touch });
}

/** Membership as of now: every member asked, whatever an earlier survey said. */
export async function collectMembership(run: Run, service: Service): Promise<Membership> {
  const ask = run.plan.memberships.find((membership) => membership.service === service);
  if (!ask) throw new Error(`the plan cannot ask the membership of ${service}`);
  const asOf = run.env.clock.now();
  const answers = await askAll(
    run.fleet,
    ask.members.filter(({ gone }) => !gone),
    MEMBER_PATIENCE,
  );
  const expected = ask.members.map(({ probes: _, ...member }) => member);
  return readMembership({ service, expected, answers, asOf, founded: foundedHosts(run, service) });
}

async function proveSafe(run: Run, { phase, host, step, touch }: Touching): Promise<void> {
  const { clock, emit } = run.env;
  const deadline = clock.now() + PATIENCE;
  for (;;) {
    const membership = await collectMembership(run, touch.service);
    const proof = freshEnough(run, membership, touch) ? prove(membership, touch) : TOO_OLD;
    emit({ kind: 'proof', phase, host, step: step.id, state: proof.state, arithmetic: proof.arithmetic });
    if (proof.state === 'refused') throw new RefusedError([refusal(host, step, proof)]);
    if (run.tally.stop.aborted) throw new Interrupted();
    if (proof.state === 'safe') return;
    if (clock.now() > deadline) throw new RefusedError([refusal(host, step, proof)]);
    await clock.sleep(INTERVAL, run.tally.stop);
  }
}

const TOO_OLD: Proof = {
  state: 'wait',
  arithmetic: `the members took longer than ${FRESH / SECOND} s to answer: asked again`,
};

/** Nobody depends yet on a service that is only being founded: there an old answer can do no harm. */
function freshEnough({ env }: Run, { asOf, founded }: Membership, touch: Touch): boolean {
  return touch.effect === 'found' || founded.length === 0 || env.clock.now() - asOf <= FRESH;
}

/** A step that is not done, with the arithmetic. */
export function refusal(host: HostName, step: Step, proof: Proof): Problem {
  const next =
    'hint' in proof ? proof.hint : 'wait until the members are healthy, then run the same command again';
  return { where: host, what: `${step.title}: refused to protect the cluster`, why: proof.arithmetic, next };
}

/** Founding has nothing to wait for (its gate does); every other touch waits until the member is back or gone. */
async function settle(run: Run, { touch, host }: Touching): Promise<void> {
  if (touch.effect === 'found' || touch.effect === 'stop') return;
  const { clock } = run.env;
  const deadline = clock.now() + PATIENCE;
  while (!isSettled(await collectMembership(run, touch.service), touch)) {
    if (run.env.signal.aborted) throw new Interrupted();
    if (clock.now() > deadline) throw notBack(host, touch);
    await clock.sleep(INTERVAL, run.env.signal);
  }
}

function isSettled(membership: Membership, touch: Touch): boolean {
  return touch.effect === 'remove' ? hasLeft(membership, touch) : healthy(membership, touch.member);
}

function notBack(host: HostName, touch: Touch): StepError {
  const after = `${formatDuration(PATIENCE)} after the ${touch.effect}`;
  const what =
    touch.effect === 'remove'
      ? `the others still list ${touch.member} ${after}`
      : `${touch.member} is not a healthy member of its ${touch.service} cluster ${after}`;
  return new StepError([
    { where: host, what, next: 'look at its log; the same command again continues from here' },
  ]);
}
