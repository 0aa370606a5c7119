import { readMembership } from '../gates/members.ts';
import { SECOND } from '../model/duration.ts';
import type { Answers, Probe } from '../model/gate.ts';
import type { Membership } from '../model/membership.ts';
import type { Service } from '../model/names.ts';
import type { MembershipAsk } from '../model/plan.ts';
import { askAll } from './answers.ts';
import { foundedHosts } from './founded.ts';
import type { Run } from './run.ts';

/** How long a member whose connection is lost is waited for; then it is silent, and the proof says what that means. */
const MEMBER_PATIENCE = 2 * SECOND;
/** … and who is said to be gone: a dead address does not answer at all. */
const GONE_PATIENCE = 2 * SECOND;

/** Membership as of now: every member asked, whatever an earlier survey said. */
export async function collectMembership(run: Run, service: Service): Promise<Membership> {
  const ask = run.plan.memberships.find((membership) => membership.service === service);
  if (!ask) throw new Error(`the plan cannot ask the membership of ${service}`);
  const asOf = run.env.clock.now();
  const [answers, ofGone] = await Promise.all([
    askAll(
      run.fleet,
      ask.members.filter(({ gone }) => !gone),
      MEMBER_PATIENCE,
    ),
    askThroughOthers(run, ask),
  ]);
  const expected = ask.members.map(({ probes: _, ...member }) => member);
  return readMembership({
    service,
    expected,
    answers: { ...answers, ...ofGone },
    asOf,
    founded: foundedHosts(run, service),
  });
}

/**
 * A manager that is said to be gone is asked from another host, briefly: managers have nobody who sees them at work.
 * One that answers is not gone, and its proof says so.
 */
async function askThroughOthers({ plan, fleet }: Run, { service, members }: MembershipAsk): Promise<Answers> {
  const gone = service === 'manager' ? members.filter((member) => member.gone) : [];
  const via = plan.hosts.find((host) => fleet.isConnected(host));
  if (via === undefined) return {};
  const asked = gone.map(async ({ host, probes }) => {
    const answers = await askAll(
      fleet,
      [{ host: via, probes: { status: briefly(probes.status) } }],
      GONE_PATIENCE,
    );
    return [host, answers[via] ?? {}] as const;
  });
  return Object.fromEntries(await Promise.all(asked));
}

function briefly(probe: Probe | undefined): Probe {
  if (probe?.kind !== 'request') throw new Error('a manager is asked for its status');
  return { ...probe, request: { ...probe.request, timeoutMs: GONE_PATIENCE } };
}
