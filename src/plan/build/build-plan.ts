import { UsageError } from '../../errors/errors.ts';
import { GATES } from '../../registry/gates.ts';
import { PLATFORM } from '../../registry/platforms.ts';
import { hostNamed, hostsOf } from '../../model/cluster.ts';
import type { Cluster, Host } from '../../model/cluster.ts';
import type { GateArgs, GateCheck } from '../../model/health/gate.ts';
import type { Expected } from '../../model/health/membership.ts';
import type { Material } from '../../model/material.ts';
import type { GateName, HostName, Service } from '../../model/names.ts';
import type { MembershipQuery, PhasePlan, Plan } from '../../model/plan/plan.ts';
import type { Action } from '../../model/plan/step.ts';
import type { Leaving } from '../../phases/phase.ts';
import { PHASES } from '../../registry/phases.ts';
import type { Playbook, PlaybookPhase } from '../../playbook/playbook.ts';
import { selectHosts } from '../../playbook/select.ts';
import { planDigest } from '../digest.ts';
import { orderProblems } from './order.ts';

export interface PlanInput {
  readonly playbook: Playbook;
  readonly now: Cluster;
  readonly next: Cluster;
  readonly material: Material;
  /** The hosts of `next` that the command's parameters name. */
  readonly targets?: readonly HostName[];
  /** Members that are dead and stay such: not connected to, not asked, and counted as lost. */
  readonly down?: readonly HostName[];
  /** Of a hand-over: who led when it was asked for; absent: whoever leads. */
  readonly led?: HostName;
  /** Of a restart: the same as long as it is not finished, so that no member is restarted twice. */
  readonly request?: string;
  /** Those that leave: in `now` or, for one that is replaced, as it was. */
  readonly leaving?: readonly Leaving[];
}

/**
 * Turns a playbook and two clusters into a plan. Pure: no host is asked, the same input gives the same plan.
 * @throws UsageError when the playbook breaks the mandated order
 */
export function buildPlan(input: PlanInput): Plan {
  const { playbook, next, leaving = [] } = input;
  const targets = targetsOf(input);
  const problems = orderProblems(playbook, next, { targets, settled: settledIn(input) });
  if (problems.length > 0) throw new UsageError(problems);
  const digest = planDigest(input.material.secrets.receipt_key);
  const phases = playbook.phases.map((phase) => planPhase(phase, input, digest));
  const asked = leaving.flatMap(({ host, gone }) => (gone ? [] : [host]));
  const hosts = hostNames([...next.hosts, ...asked]).filter(isUp(input));
  const own = hostNames([...targets, ...asked]);
  return {
    playbook: playbook.name,
    cluster: next.name,
    hosts,
    ...(input.down ? { mayBeDown: hosts.filter((host) => !own.includes(host)) } : {}),
    phases: withoutEmpty(phases),
    memberships: memberships(input),
    ...declaredLost(input),
    guards: guardsOf(phases, input),
    closing: PLATFORM.closingLines(next),
  };
}

function planPhase(phase: PlaybookPhase, input: PlanInput, digest: ReturnType<typeof planDigest>): PhasePlan {
  const definition = PHASES[phase.phase];
  if (!definition) throw new Error(`no phase ${phase.phase}`);
  const hosts = selectHosts(phase.on, input.next, targetsOf(input)).filter(({ name }) => isUp(input)(name));
  return {
    id: phase.id,
    title: definition.title,
    after: phase.after,
    order: phase.order,
    lanes: definition.lanes({
      phase: phase.id,
      now: input.now,
      next: input.next,
      material: input.material,
      hosts,
      targets: targetsOf(input),
      leaving: input.leaving ?? [],
      down: input.down ?? [],
      ...(input.request === undefined ? {} : { request: input.request }),
      ...(input.led === undefined ? {} : { led: input.led }),
      digest,
    }),
    gates: gatesOf(phase, input)
      .map((gate) => planGate(gate, input))
      .filter((check) => check.asks.length > 0),
  };
}

/**
 * What ran on a dead host is broken off, and stays on the list: nobody waits for it to end. Balancers have seen for
 * themselves that it is dead.
 */
const OF_THE_LIVING: readonly GateName[] = ['no-executions', 'drained'];

function gatesOf({ gates }: PlaybookPhase, { leaving = [] }: PlanInput): readonly GateName[] {
  return leaving.some(({ gone }) => gone) ? gates.filter((gate) => !OF_THE_LIVING.includes(gate)) : gates;
}

function isUp({ down = [] }: Pick<PlanInput, 'down'>): (name: HostName) => boolean {
  return (name) => !down.includes(name);
}

/** One gate as data: whom it asks what, how long, and what counts as founded by it. */
export function planGate(
  name: GateName,
  { next: listed, material, down = [] }: Pick<PlanInput, 'next' | 'material' | 'down'>,
): GateCheck {
  const next = { ...listed, hosts: listed.hosts.filter(({ name }) => isUp({ down })(name)) };
  const gate = GATES[name];
  const { asks, args } = gate.asks(next, material);
  const dead = down.length > 0 ? deadIn(gate.asks(listed, material).args, { args, down }) : {};
  const members = gate.founds ? foundedBy(gate.founds, next) : [];
  return {
    gate: name,
    args: { ...args, ...dead },
    asks,
    timing: gate.timing,
    ...(gate.founds ? { founds: { service: gate.founds, members } } : {}),
    ...(gate.log ? { logs: PLATFORM.logsOf(next, { asks, log: gate.log }) } : {}),
  };
}

/** Members that are down are not asked, and are no strangers where the others list them. */
function deadIn(
  whole: GateArgs,
  { args, down }: { readonly args: GateArgs; readonly down: readonly HostName[] },
): GateArgs {
  const of = ({ expected }: GateArgs) => (Array.isArray(expected) ? (expected as readonly Expected[]) : []);
  const gone = of(whole).filter(({ host }) => down.includes(host));
  const expected = [...of(args), ...gone.map((one) => ({ ...one, gone: true as const }))];
  return gone.length > 0 ? { expected } : {};
}

/**
 * Who remembers that a service is a live cluster: its members. All managers can be rebuilt at once while what they had
 * registered lives on, so databases and brokers remember them too.
 */
function foundedBy(service: Service, next: Cluster): readonly HostName[] {
  const roles = service === 'manager' ? SERVICES : [service];
  return roles.flatMap((role) => hostsOf(next, role).map(({ name }) => name));
}

/** Phases with nothing to do and nothing to wait for (no load balancers, say) are left out, and waited for by nobody. */
function withoutEmpty(phases: readonly PhasePlan[]): readonly PhasePlan[] {
  const empty = new Map(
    phases.filter((p) => p.lanes.length === 0 && p.gates.length === 0).map((p) => [p.id, p.after]),
  );
  const through = (id: string): readonly string[] => empty.get(id)?.flatMap(through) ?? [id];
  return phases
    .filter((phase) => !empty.has(phase.id))
    .map((phase) => ({ ...phase, after: phase.after.flatMap(through) }));
}

/** A deploy may find any of its hosts bare; a change of members only those that join. */
function settledIn({ now, next, targets = [], leaving = [] }: PlanInput): readonly Host[] {
  if (targets.length + leaving.length === 0) return [];
  return next.hosts.filter(({ name }) => now.hosts.some((host) => host.name === name));
}

function targetsOf({ next, targets = [] }: PlanInput): readonly Host[] {
  return targets.map((name) => hostNamed(next, name));
}

/** A host that is replaced is in both: once, as it will be. */
function hostNames(hosts: readonly Host[]): readonly HostName[] {
  return [...new Set(hosts.map(({ name }) => name))];
}

/** Everybody who is a member before or after: whoever leaves is asked, unless it is gone; whoever joins is no stranger. */
function memberships({
  now,
  next,
  leaving = [],
  down = [],
  material,
}: PlanInput): readonly MembershipQuery[] {
  const former = leaving.filter(({ host }) => next.hosts.every(({ name }) => name !== host.name));
  const everybody = { ...next, hosts: [...next.hosts, ...former.map(({ host }) => host)] };
  return SERVICES.filter((service) => hostsOf(everybody, service).length > 0).map((service) => {
    const ask = PLATFORM.membershipQuery(service, everybody, material);
    const isNew = (name: HostName) =>
      hostsOf(now, service).length > 0 && now.hosts.every((host) => host.name !== name);
    const isGone = (name: HostName) =>
      down.includes(name) || former.some(({ host, gone }) => gone && host.name === name);
    const members = ask.members.map((member) => ({
      ...member,
      ...(isNew(member.host) && !isGone(member.host) ? { joining: true as const } : {}),
      ...(isGone(member.host) ? { gone: true as const } : {}),
    }));
    return { ...ask, members };
  });
}

/**
 * Balancers are nobody's members, and managers do not see each other at work: one that is replaced may still run at its
 * old address. At the same one its successor may answer: there nobody looks.
 */
function declaredLost({ next, leaving = [], material }: PlanInput): Pick<Plan, 'declaredLost'> {
  const isReplaced = ({ name }: Host) => next.hosts.some((host) => host.name === name);
  const isTaken = ({ privateIp }: Host) => next.hosts.some((host) => host.privateIp === privateIp);
  const asked = leaving.flatMap(({ host, gone }) => {
    const askedHere = host.role === 'load_balancer' || (host.role === 'manager' && isReplaced(host));
    return gone && askedHere && !isTaken(host) ? [host] : [];
  });
  const declaredLost = asked.map((host) => ({
    host: isReplaced(host) ? `${host.name} at ${host.privateIp}` : host.name,
    role: host.role,
    probes: { status: PLATFORM.statusProbe(host, material) },
  }));
  return declaredLost.length > 0 ? { declaredLost } : {};
}

const SERVICES = ['database', 'broker', 'manager'] as const;

/** Gates that only say whether a step has anything left to do, and those that are passed before a touch. */
function guardsOf(phases: readonly PhasePlan[], input: PlanInput): readonly GateCheck[] {
  const steps = phases.flatMap(({ lanes }) => lanes.flatMap((lane) => lane.steps));
  const names = steps.flatMap(({ action, operation }) =>
    [gateOf(action) ?? [], operation?.gate ?? []].flat(),
  );
  return [...new Set(names)].map((name) => planGate(name, input));
}

function gateOf(action: Action): GateName | undefined {
  const unless = action.kind === 'run' || action.kind === 'job' ? action.unless : undefined;
  return typeof unless === 'object' && 'gate' in unless ? unless.gate : undefined;
}
