import type { Clock } from '../../clock/clock.ts';
import { EXIT, UsageError } from '../../errors/errors.ts';
import { createEmit } from '../../events/emit.ts';
import { execute } from '../../execute/execute.ts';
import { clustersOf } from '../../model/change.ts';
import type { Host } from '../../model/cluster.ts';
import { MINUTE } from '../../model/duration.ts';
import { buildPlan } from '../../plan/build/build-plan.ts';
import { DEPLOY } from '../../plan/build/named-change.ts';
import { replaceMachine } from '../../simulate/deliver.ts';
import { virtualClock } from '../../simulate/world/clock.ts';
import { seededFaults } from '../../simulate/faults/seeded-faults.ts';
import { simulatedExternalServices } from '../../simulate/services/external.ts';
import { productPackages } from '../../simulate/commands/packages.ts';
import { simulatedTransport, type SimulatedTransport } from '../../simulate/transport.ts';
import type { ArgsOf, Edges, Work } from '../arguments/command.ts';
import { environment, newRun } from '../run/environment.ts';
import { readCluster } from '../change/listed-host.ts';
import type { PLANNING, REHEARSING } from '../arguments/flags.ts';
import { playbookOf, prepare } from '../run/prepare.ts';
import type { Prepared } from '../run/prepare.ts';
import { rehearsed, type Rehearsed } from '../arguments/rehearsed-command.ts';
import { conductRun } from '../run/conduct-run.ts';

/** Of each call to a host: enough that a deploy meets several faults, and often comes to its end. */
const FAULTS_OF_CALLS = 0.005;
/** Until everybody knows that a host is dead. */
const NOTICED = 2 * MINUTE;

/**
 * The operator's own inventory and playbook, with the same screens and report, on hosts that exist only here and in a
 * time of their own; a command on a live cluster finds them deployed. The inventory's file is not edited.
 * @returns the exit code that `deploy`, or the command, would have
 */
export const rehearse: Work<ArgsOf<typeof PLANNING & typeof REHEARSING>> = async (args, edges) => {
  const seed = seedOf(args.faults);
  const trial = args.command === undefined ? undefined : rehearsed(args.command);
  const clock = virtualClock(edges.clock.now());
  let hosts: SimulatedTransport | undefined;
  const load = async () => {
    const prepared = await prepare(
      { ...args, ...(trial && (await planOf(trial, args.inventory, edges))) },
      edges,
    );
    const bare = simulatedHosts(prepared, { clock, seed });
    if (trial) await deployFirst({ prepared, trial, hosts: bare, edges: { ...edges, clock } });
    hosts = bare.reopen(faultsOf(prepared, seed));
    return { ...prepared, warnings: [plainly(seed), ...prepared.warnings] };
  };
  const transport = async () => {
    if (!hosts) throw new Error('hosts are simulated once the inventory is read');
    return hosts;
  };
  const own = { ...args, acceptNewHostKeys: false };
  const subject = args.command === undefined ? {} : { subject: args.command };
  const conducting = { command: 'rehearse', ...subject, args: own, start: execute, load } as const;
  return conductRun({ ...conducting, among: 'rehearsals' }, { ...edges, clock, transport });
};

async function planOf({ playbook, change }: Rehearsed, inventory: string, edges: Edges) {
  return {
    change,
    playbook: typeof playbook === 'string' ? playbook : playbook(await readCluster(inventory, edges)),
  };
}

/** @throws UsageError for what is no seed */
function seedOf(given: number | undefined): number | undefined {
  if (given === undefined || (Number.isInteger(given) && given >= 0)) return given;
  const next = 'any number will do; the same one brings the same faults';
  throw new UsageError([{ what: '--faults wants a whole number from 0 on', next }]);
}

function simulatedHosts(
  prepared: Prepared,
  { clock, seed }: { clock: Clock; seed: number | undefined },
): SimulatedTransport {
  const { inventory, material } = prepared;
  const { cluster } = inventory;
  const external = simulatedExternalServices(cluster, material);
  const os = material.package?.path.endsWith('.rpm') ? { os: 'rhel 8.10' } : {};
  const transport = simulatedTransport({ hosts: cluster.hosts, clock, external, seed: seed ?? 0, ...os });
  for (const host of cluster.hosts) givePackage(host, { prepared, hosts: transport });
  return transport;
}

/** An inventory without a package says that the hosts have it. */
function givePackage({ name, role }: Host, { prepared, hosts }: Pick<First, 'prepared' | 'hosts'>): void {
  const { inventory, material } = prepared;
  if (material.package || role === 'load_balancer') return;
  const { packages } = hosts.world.host(name);
  const brought = productPackages(inventory.cluster.version.text);
  for (const [one, version] of Object.entries(brought)) packages.set(one, version);
}

function faultsOf({ inventory }: Prepared, seed: number | undefined) {
  const hosts = inventory.cluster.hosts.map(({ name }) => name);
  return seed === undefined ? undefined : seededFaults({ seed, probability: FAULTS_OF_CALLS, hosts });
}

interface First {
  readonly prepared: Prepared;
  readonly trial: Rehearsed;
  readonly hosts: SimulatedTransport;
  readonly edges: Edges;
}

/** What was there before the command: the cluster without whoever joins, and a dead host dead. Nobody sees it. */
async function deployFirst(first: First): Promise<void> {
  const { prepared, trial, hosts, edges } = first;
  const { inventory, material } = prepared;
  const { cluster } = inventory;
  const before = trial.successor ? cluster : clustersOf(trial.change(cluster), cluster).before;
  const plan = buildPlan({ playbook: await playbookOf({}), material, cluster: before, change: DEPLOY });
  const { clock, mask } = edges;
  const run = newRun();
  const emit = createEmit({ run, clock, redact: mask.text, readers: [] });
  const { signal } = new AbortController();
  const wiring = { prepared, command: 'deploy', run, emit, signal, transport: hosts.reopen() };
  const exitCode = await execute(plan, environment(wiring, edges));
  if (exitCode !== EXIT.done) throw notDeployed();
  await clock.sleep(NOTICED);
  if (trial.dead === undefined) return;
  hosts.world.powerOff(trial.dead);
  await clock.sleep(NOTICED);
  const successor = trial.successor?.(cluster);
  if (!successor) return;
  replaceMachine(hosts.world, successor);
  givePackage(successor, first);
}

function notDeployed(): UsageError {
  const what = 'the cluster that the command would change cannot be deployed';
  return new UsageError([{ what, next: 'see why: quorate rehearse INVENTORY' }]);
}

function plainly(seed: number | undefined): string {
  const faults = seed === undefined ? '' : `, with the faults of seed ${seed}`;
  return `a rehearsal on simulated hosts${faults}: none of the inventory's hosts is asked or touched`;
}
