import { UsageError } from '../../errors/errors.ts';
import { statusProbe } from '../../gates/status-probe.ts';
import { platformOf } from '../../registry/platforms.ts';
import { hostNamed, hostsOf } from '../../model/cluster.ts';
import type { Cluster, Host } from '../../model/cluster.ts';
import { clustersOf, downHosts, keptMembers, targetsOf } from '../../model/change.ts';
import type { Change, Clusters, MemberToRemove } from '../../model/change.ts';
import type { GateCheck } from '../../model/health/gate.ts';
import type { Standing } from '../../model/health/membership.ts';
import type { Material } from '../../model/material.ts';
import { SERVICES } from '../../model/names.ts';
import type { GateName, HostName } from '../../model/names.ts';
import type { MembershipQuery, PhasePlan, Plan } from '../../model/plan/plan.ts';
import { atOnce, type Slices } from '../../model/work/slices.ts';
import { precheckOf, type Action, type Step } from '../../model/plan/step.ts';
import { gatesOf } from '../../registry/gates.ts';
import { phasesOf } from '../../registry/phases.ts';
import type { Playbook, PlaybookPhase } from '../../playbook/playbook.ts';
import { selectHosts } from '../../playbook/select.ts';
import { planDigest } from '../digest.ts';
import { isUp, planGate } from './plan-gate.ts';
import { orderProblems } from './order.ts';

interface PlanInput {
  readonly playbook: Playbook;
  /** The cluster that the inventory describes. */
  readonly cluster: Cluster;
  readonly change: Change;
  readonly material: Material;
}

/** The input, with what follows from its change. */
interface PlannedChange extends PlanInput, Clusters {
  /** Hosts of `after` that the change is about. */
  readonly targets: readonly Host[];
  readonly down: readonly HostName[];
}

/**
 * Turns a playbook and a change of a cluster into a plan. Pure: contacts no host, and the same input gives the same plan.
 * @throws UsageError if the playbook breaks the mandated order
 */
export function buildPlan(given: PlanInput): Plan {
  return atOnce(planInSlices(given));
}

/** Does the work of `buildPlan`, and yields after each host of a phase and after each gate. @throws as `buildPlan` */
export function* planInSlices(given: PlanInput): Slices<Plan> {
  const input = { ...given, playbook: onPlatform(given.playbook, given.cluster) };
  const planned = plannedChange(input);
  const { playbook, change, after, targets } = planned;
  const problems = orderProblems(playbook, after, { targets, settled: settledIn(planned) });
  if (problems.length > 0) throw new UsageError(problems);
  const digest = planDigest(input.material.secrets.receipt_key);
  const phases: PhasePlan[] = [];
  for (const phase of playbook.phases) phases.push(yield* planPhase(phase, planned, digest));
  return {
    playbook: playbook.name,
    cluster: after.name,
    platform: after.platform,
    change,
    hosts: hostsToContact(planned),
    phases: withoutEmpty(phases),
    memberships: memberships(planned),
    declaredLost: declaredLost(planned),
    guards: yield* planGates(guardsOf(phases), planned),
    closing: platformOf(after).closingLines(after),
  };
}

/** Leaves out the phases and gates of a playbook that the cluster's platform does not have. */
function onPlatform(playbook: Playbook, cluster: Cluster): Playbook {
  const phases = phasesOf(cluster);
  const gates = gatesOf(cluster);
  return {
    ...playbook,
    phases: playbook.phases.map((phase) => ({
      ...phase,
      on: phases[phase.phase] ? phase.on : [],
      phase: phases[phase.phase] ? phase.phase : 'preflight',
      gates: phase.gates.filter((gate) => gates[gate]),
    })),
  };
}

function plannedChange(input: PlanInput): PlannedChange {
  const { change, cluster } = input;
  const clusters = clustersOf(change, cluster);
  return {
    ...input,
    ...clusters,
    targets: targetsOf(change).map((name) => hostNamed(clusters.after, name)),
    down: downHosts(change),
  };
}

function* planPhase(
  phase: PlaybookPhase,
  planned: PlannedChange,
  digest: ReturnType<typeof planDigest>,
): Slices<PhasePlan> {
  const definition = phasesOf(planned.after)[phase.phase];
  if (!definition) throw new Error(`no phase ${phase.phase}`);
  const { after, targets } = planned;
  const hosts = selectHosts(phase.on, after, targets).filter(({ name }) => isUp(planned.down)(name));
  const lanes = yield* inTurn(definition.lanes({ ...planned, phase: phase.id, hosts, digest }));
  const checks = yield* planGates(gatesIn(phase, planned), planned);
  const gates = checks.filter((check) => check.queries.length > 0);
  return { id: phase.id, title: definition.title, after: phase.after, order: phase.order, lanes, gates };
}

/** Makes all items, and yields after each. */
function* inTurn<Item>(items: Iterable<Item>): Slices<readonly Item[]> {
  const made: Item[] = [];
  for (const item of items) {
    made.push(item);
    yield;
  }
  return made;
}

function* planGates(names: Iterable<GateName>, planned: PlannedChange): Slices<readonly GateCheck[]> {
  const checks: GateCheck[] = [];
  for (const name of names) {
    checks.push(planGate(name, { ...planned, cluster: planned.after }));
    yield;
  }
  return checks;
}

/**
 * Gates that are left out if a removed manager is lost. `no-executions` would never pass, because the product lists
 * interrupted workflows of this manager as running for good. `drained` is not needed, because load balancers detect by
 * themselves that the manager is down.
 */
const NOT_FOR_LOST: readonly GateName[] = ['no-executions', 'drained'];

function gatesIn({ gates }: PlaybookPhase, { leaving }: PlannedChange): readonly GateName[] {
  const anyLost = leaving.some(({ state }) => state === 'lost');
  return anyLost ? gates.filter((gate) => !NOT_FOR_LOST.includes(gate)) : gates;
}

/** Leaves out phases without lanes and gates (an inventory without load balancers, say), also from `after`. */
function withoutEmpty(phases: readonly PhasePlan[]): readonly PhasePlan[] {
  const empty = new Map(
    phases.filter((p) => p.lanes.length === 0 && p.gates.length === 0).map((p) => [p.id, p.after]),
  );
  const through = (id: string): readonly string[] => empty.get(id)?.flatMap(through) ?? [id];
  return phases
    .filter((phase) => !empty.has(phase.id))
    .map((phase) => ({ ...phase, after: phase.after.flatMap(through) }));
}

/**
 * Hosts that an earlier deploy prepared. For a deploy none, because any host may still be empty; for other changes all
 * hosts except those that join.
 */
function settledIn(planned: PlannedChange): readonly Host[] {
  return planned.change.kind === 'deploy' ? [] : keptMembers(planned);
}

/** Hosts that are up: the members after the change, and the running members that it removes. */
function hostsToContact({ after, leaving, down }: PlannedChange): readonly HostName[] {
  const running = leaving.flatMap(({ host, state }) => (state === 'running' ? [host] : []));
  return [...after.hosts, ...running].map(({ name }) => name).filter(isUp(down));
}

/** Queries of every member before or after the change, each with its standing. */
function memberships(planned: PlannedChange): readonly MembershipQuery[] {
  const { after, material } = planned;
  const former = formerHosts(planned);
  const kept = keptMembers(planned);
  const all =
    former.length === 0 ? after : { ...after, hosts: [...after.hosts, ...former.map(({ host }) => host)] };
  return SERVICES.filter((service) => hostsOf(all, service).length > 0).map((service) => {
    const ask = platformOf(after).membershipQuery(all, service, material);
    const hasMembers = kept.some(({ role }) => role === service);
    const members = ask.members.map((member) => ({
      ...member,
      standing: standingOf(member.host, planned, { former, hasMembers }),
    }));
    return { ...ask, members };
  });
}

/** Removed members whose name no host of `after` has. */
function formerHosts({ after, leaving }: PlannedChange): readonly MemberToRemove[] {
  return leaving.filter(({ host }) => after.hosts.every(({ name }) => name !== host.name));
}

/** A host is `joining` only if its service has members already. */
function standingOf(
  name: HostName,
  { joining, down }: PlannedChange,
  { former, hasMembers }: { former: readonly MemberToRemove[]; hasMembers: boolean },
): Standing {
  const left = former.find(({ host }) => host.name === name);
  if (down.includes(name)) return 'down';
  if (left) return left.state === 'lost' ? 'leaving-lost' : 'leaving';
  const isJoining = joining.some((host) => host.name === name);
  return isJoining && hasMembers ? 'joining' : 'member';
}

/**
 * Lost load balancers and replaced managers, with a query of their old address that confirms that they are down,
 * because no other member would report them as running. Leaves out a host whose address another host has by now,
 * because the answer may come from that host.
 */
function declaredLost({ after, leaving, material }: PlannedChange): Plan['declaredLost'] {
  const isReplaced = ({ name }: Host) => after.hosts.some((host) => host.name === name);
  const isTaken = ({ privateIp }: Host) => after.hosts.some((host) => host.privateIp === privateIp);
  const toConfirm = leaving.flatMap(({ host, state }) => {
    const isUnobserved = host.role === 'load_balancer' || (host.role === 'manager' && isReplaced(host));
    return state === 'lost' && isUnobserved && !isTaken(host) ? [host] : [];
  });
  return toConfirm.map((host) => ({
    host: isReplaced(host) ? `${host.name} at ${host.privateIp}` : host.name,
    role: host.role,
    probes: { status: statusProbe(host.privateIp, platformOf(after).managerStatus, material) },
  }));
}

/** Gates that decide whether a step is skipped (guards), or that must pass before an operation. */
function guardsOf(phases: readonly PhasePlan[]): ReadonlySet<GateName> {
  const names = new Set<GateName>();
  for (const { lanes } of phases)
    for (const { steps } of lanes)
      for (const step of steps)
        for (const one of [step, ...(step.before ?? [])])
          for (const name of gatesOfStep(one)) if (name) names.add(name);
  return names;
}

function gatesOfStep({ action, operation, passes }: Step): readonly (GateName | undefined)[] {
  return [gateOf(action), operation && precheckOf(operation), passes];
}

function gateOf(action: Action): GateName | undefined {
  const unless = action.kind === 'run' || action.kind === 'job' ? action.unless : undefined;
  return typeof unless === 'object' && 'gate' in unless ? unless.gate : undefined;
}
