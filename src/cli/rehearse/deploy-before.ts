import { EXIT, UsageError } from '../../errors/errors.ts';
import { createEmit } from '../../events/emit.ts';
import { withoutJournal } from '../../execute/environment.ts';
import { execute } from '../../execute/execute.ts';
import { clustersOf } from '../../model/change.ts';
import type { Change, Clusters } from '../../model/change.ts';
import type { Cluster, Host } from '../../model/cluster.ts';
import { MINUTE } from '../../model/duration.ts';
import { buildPlan } from '../../plan/build/build-plan.ts';
import { DEPLOY } from '../../plan/build/named-change.ts';
import { replaceMachine } from '../../simulate/replace-machine.ts';
import type { SimulatedTransport } from '../../simulate/transport.ts';
import type { Edges } from '../program-environment.ts';
import { environment, newRun } from '../run/environment.ts';
import { loadChosenPlaybook } from '../run/chosen-playbook.ts';
import type { Prepared } from '../run/prepare.ts';
import { providePackages } from './simulated-hosts.ts';
import { commandStep } from '../../model/next-step.ts';

/** Time after which all members have noticed that a host is down. */
const NOTICE_TIME = 2 * MINUTE;

interface RehearsedCluster {
  readonly prepared: Prepared;
  readonly hosts: SimulatedTransport;
  readonly edges: Edges;
}

/**
 * Deploys the simulated cluster as it is before the change: without a host to be added, with lost hosts powered off and
 * their replacements empty. Prints no events of this deploy.
 * @throws UsageError if the deploy fails
 */
export async function deployBefore(change: Change, rehearsed: RehearsedCluster): Promise<void> {
  const { prepared, hosts, edges } = rehearsed;
  const clusters = clustersOf(change, prepared.inventory.cluster);
  await deploy(clusters.before, rehearsed);
  await edges.clock.sleep(NOTICE_TIME);
  const lost = lostHosts(clusters);
  if (lost.length === 0) return;
  for (const { name } of lost) hosts.world.powerOff(name);
  await edges.clock.sleep(NOTICE_TIME);
  for (const replacement of clusters.joining) {
    replaceMachine(hosts.world, replacement);
    providePackages(replacement, hosts, prepared);
  }
}

async function deploy(cluster: Cluster, { prepared, hosts, edges }: RehearsedCluster): Promise<void> {
  const { clock, mask } = edges;
  const { material } = prepared;
  const playbook = await loadChosenPlaybook({ builtIn: 'deploy' });
  const plan = buildPlan({ playbook, material, cluster, change: DEPLOY });
  const run = newRun();
  const emit = createEmit({ run, clock, redact: mask.text, readers: [] });
  const { signal } = new AbortController();
  const identity = {
    prepared,
    command: 'deploy',
    run,
    emit,
    recorded: withoutJournal,
    signal,
    transport: hosts.reopen(),
  };
  if ((await execute(plan, environment(identity, edges))) === EXIT.done) return;
  const what = 'cannot deploy the cluster that the command would change';
  throw new UsageError([{ what, next: commandStep('rehearse', { purpose: 'show why this deploy fails' }) }]);
}

/** Hosts that are down when the command starts, under their names before the change. */
function lostHosts({ before, leaving }: Clusters): readonly Host[] {
  const addresses = leaving.flatMap(({ host, state }) => (state === 'lost' ? [host.privateIp] : []));
  return before.hosts.filter(({ privateIp }) => addresses.includes(privateIp));
}
