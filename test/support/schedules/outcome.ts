import { jobsOf, receiptsOf } from '../../../src/simulate/session/jobs.ts';
import type { SimulatedHost } from '../../../src/simulate/world/state.ts';
import type { Stage } from '../simulated.ts';
import { perform, type Performance } from './perform.ts';
import type { Scene } from './scenes.ts';
import type { Schedule } from './schedule.ts';

/** Everything that went wrong when a schedule was carried out, in words; nothing when all is well. */
export async function faultsIn(schedule: Schedule): Promise<readonly string[]> {
  const undisturbed = await wanted(schedule.scene);
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
    ...(again.finished?.counts.changed === 0 ? [] : ['run once more it still changed something']),
    ...undisturbed.filter((line) => !state.includes(line)).map((line) => `missing at the end: ${line}`),
    ...state.filter((line) => !undisturbed.includes(line)).map((line) => `too much at the end: ${line}`),
    ...notRestarted(scene, stage),
    ...keptLead(scene, stage),
  ];
}

/** Every member that owed a restart was restarted, and once. */
function notRestarted({ plan }: Scene, { world }: Stage): readonly string[] {
  const owed = plan.phases.flatMap(({ lanes }) =>
    lanes.flatMap(({ host, steps }) =>
      steps.flatMap(({ action, id }) =>
        action.kind === 'job' && id.endsWith('/restart') ? [{ host, name: action.name }] : [],
      ),
    ),
  );
  return owed.flatMap(({ host, name }) => {
    const times = world.applied.filter((one) => one.host === host && one.what === `${name} 0`).length;
    return times === 1 ? [] : [`${host} was restarted ${times} times`];
  });
}

function keptLead({ led }: Scene, { world }: Stage): readonly string[] {
  if (led === undefined) return [];
  const leads = world.host(led).database?.cluster.leader;
  return leads === led ? [`${led} has not handed over the lead`] : [];
}

const WANTED = new Map<Scene, Promise<readonly string[]>>();

/** What an undisturbed run leaves; made once a process. */
function wanted(scene: Scene): Promise<readonly string[]> {
  const known = WANTED.get(scene) ?? undisturbedState(scene);
  WANTED.set(scene, known);
  return known;
}

async function undisturbedState(scene: Scene): Promise<readonly string[]> {
  const { stage, last } = await perform({ name: 'undisturbed', seed: 1, scene, runs: [] });
  if (last.exitCode !== 0)
    throw new Error(`${scene.name} fails undisturbed: ${JSON.stringify(last.finished)}`);
  return stateOf(stage);
}

/** The whole cluster as lines, without what differs from run to run: times, logs, who leads. */
export function stateOf({ world }: Stage): readonly string[] {
  return [...world.hosts.values()].flatMap((host) =>
    [...files(host), ...memories(host), ...memberships(host)].map((line) => `${host.name} ${line}`),
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

/** Only after half an install. */
const UNDONE = 'remove-broker';

function memories(host: SimulatedHost): readonly string[] {
  return [
    ...Object.entries(receiptsOf(host))
      .filter(([name]) => !name.endsWith(UNDONE))
      .map(([name, { inputs }]) => `receipt ${name} ${JSON.stringify(inputs)}`),
    ...Object.entries(jobsOf(host))
      .filter(([name]) => name !== UNDONE)
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
