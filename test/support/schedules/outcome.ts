import { jobsOf, receiptsOf } from '../../../src/simulate/session/jobs.ts';
import type { SimulatedHost } from '../../../src/simulate/world/state.ts';
import type { Stage } from '../simulated.ts';
import { perform, type Performance } from './perform.ts';
import type { Scene } from './scenes.ts';
import type { Schedule } from './schedule.ts';

/** Performs a schedule. Returns a description of each problem. */
export async function faultsIn(schedule: Schedule): Promise<readonly string[]> {
  const undisturbed = await stateWithoutFaults(schedule.scene);
  return judge(schedule, await perform(schedule), undisturbed);
}

export function judge(
  { scene }: Schedule,
  { stage, disturbed, last, again, seen }: Performance,
  undisturbed: readonly string[],
): readonly string[] {
  const state = stateOf(stage);
  const problems = last.finished?.problems.map(({ where, what, why }) => [where, what, why].join(': ')) ?? [];
  return [
    ...seen,
    ...disturbed.flatMap(({ exitCode }) => (exitCode === 1 ? ['a bug: exit code 1'] : [])),
    ...(last.exitCode === 0 ? [] : [`exit code ${last.exitCode} at the end: ${problems.join('; ')}`]),
    ...(again.finished?.counts.changed === 0 ? [] : ['another run still changed something']),
    ...undisturbed.filter((line) => !state.includes(line)).map((line) => `missing at the end: ${line}`),
    ...state.filter((line) => !undisturbed.includes(line)).map((line) => `unexpected at the end: ${line}`),
    ...notRestarted(scene, stage),
    ...notSwitchedOver(scene, stage),
  ];
}

/** Reports each member whose restart did not run exactly once, and each restart of an unchanged member. */
function notRestarted({ plan, unchanged = [] }: Scene, { world }: Stage): readonly string[] {
  const planned = plan.phases.flatMap(({ lanes }) =>
    lanes.flatMap(({ host, steps }) =>
      steps.flatMap(({ action, id }) =>
        action.kind === 'job' && id.endsWith('/restart') ? [{ host, name: action.name }] : [],
      ),
    ),
  );
  return planned.flatMap(({ host, name }) => {
    const times = world.applied.filter((one) => one.host === host && one.what === `${name} 0`).length;
    const wanted = unchanged.includes(host) ? 0 : 1;
    return times === wanted ? [] : [`${host} was restarted ${times} times`];
  });
}

function notSwitchedOver({ formerLeader }: Scene, { world }: Stage): readonly string[] {
  if (formerLeader === undefined) return [];
  const leader = world.host(formerLeader).database?.cluster.leader;
  return leader === formerLeader ? [`${formerLeader} is still the leader`] : [];
}

const UNDISTURBED = new Map<Scene, Promise<readonly string[]>>();

/** State after an undisturbed run of the scene, computed once per process. */
function stateWithoutFaults(scene: Scene): Promise<readonly string[]> {
  const known = UNDISTURBED.get(scene) ?? undisturbedState(scene);
  UNDISTURBED.set(scene, known);
  return known;
}

async function undisturbedState(scene: Scene): Promise<readonly string[]> {
  const { stage, last } = await perform({ name: 'undisturbed', seed: 1, scene, runs: [] });
  if (last.exitCode !== 0)
    throw new Error(`${scene.name} fails without faults: ${JSON.stringify(last.finished)}`);
  return stateOf(stage);
}

/** State of the cluster as lines, without what differs between runs: times, logs, the leader. */
export function stateOf({ world }: Stage): readonly string[] {
  return [...world.hosts.values()].flatMap((host) =>
    [...files(host), ...records(host), ...memberships(host)].map((line) => `${host.name} ${line}`),
  );
}

function files({ files: all, packages, enabled, locks }: SimulatedHost): readonly string[] {
  const changing = /^\/var\/(log|lib\/quorate\/(receipts|jobs|history))/;
  return [
    ...[...all]
      .filter(([path]) => !changing.test(path))
      .map(([path, { sha256, mode, owner }]) => `${path} ${sha256} ${mode.toString(8)} ${owner}`),
    ...[...packages].map(([name, version]) => `package ${name} ${version}`),
    ...[...enabled].map((unit) => `enabled ${unit}`),
    ...[...locks.keys()].map((cluster) => `lock of ${cluster}`),
  ];
}

/** Job that only cleans up an incomplete installation. */
const CLEAN_UP = 'remove-broker';

function records(host: SimulatedHost): readonly string[] {
  return [
    ...receiptsOf(host)
      .filter(([name]) => !name.endsWith(CLEAN_UP))
      .map(([name, read]) => `receipt ${name} ${JSON.stringify('value' in read ? read.value.inputs : read)}`),
    ...Object.entries(jobsOf(host))
      .filter(([name]) => name !== CLEAN_UP)
      .map(([name, { state, code }]) => `job ${name} ${state} ${code}`),
  ];
}

function memberships({ database, broker, manager, balancer }: SimulatedHost): readonly string[] {
  return [
    ...(database
      ? [
          `database of ${database.cluster.members.map(({ address }) => address).join(' ')}`,
          `leader ${database.cluster.leader ? 'there' : 'missing'}, standby ${database.cluster.sync ? 'there' : 'missing'}`,
        ]
      : []),
    ...(broker ? [`broker of ${[...broker.cluster.nodes].sort().join(' ')}`] : []),
    ...(manager
      ? [
          `managers ${[...manager.database.registry.managers.keys()].sort().join(' ')}`,
          `brokers ${[...manager.database.registry.brokers.keys()].sort().join(' ')}`,
          `license ${manager.database.registry.license}`,
        ]
      : []),
    ...(balancer ? [`balancer of ${balancer.config.sections.map(({ name }) => name).join(' ')}`] : []),
  ];
}
