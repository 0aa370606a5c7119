import { UsageError } from '../../errors/errors.ts';
import { execute } from '../../execute/execute.ts';
import type { Cluster } from '../../model/cluster.ts';
import { seededFaults } from '../../simulate/faults/seeded-faults.ts';
import { virtualClock } from '../../simulate/world/clock.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { CommandHandler } from '../arguments/command.ts';
import type { REHEARSE_FLAGS } from '../arguments/flags.ts';
import { prepareChange } from '../change/change-members.ts';
import { readCluster } from '../change/listed-host.ts';
import { hostsOnMachineOf, replacementPlaybook, resolveChange } from '../change/resolve-change.ts';
import type { ChangeRequest } from '../change/requested-change.ts';
import type { Edges } from '../program-environment.ts';
import { conductRun } from '../run/conduct-run.ts';
import { prepare } from '../run/prepare.ts';
import type { Prepared } from '../run/prepare.ts';
import { deployBefore } from './deploy-before.ts';
import { readRehearsedCommand } from './rehearsed-command.ts';
import { simulateHosts } from './simulated-hosts.ts';

/** Share of calls to hosts that fail: a deploy meets several faults and often still finishes. */
const FAULT_PROBABILITY = 0.005;

/**
 * Runs the operator's playbook on simulated hosts with a virtual clock; output and report are the same as on real hosts.
 * With `--command`, the cluster is deployed first. The inventory file is not edited.
 * @returns the exit code that `deploy`, or the command, would have
 */
export const rehearse: CommandHandler<ArgumentsOf<typeof REHEARSE_FLAGS>> = async (args, edges, commands) => {
  const seed = seedFrom(args.faults);
  const command =
    args.command === undefined ? undefined : readRehearsedCommand(args.command, args.inventory, commands);
  const simulated: Edges = { ...edges, clock: virtualClock(edges.clock.now()) };
  const load = async () => {
    const prepared = command
      ? await prepareCommand(command, args.inventory, edges)
      : await prepare({ ...args, offline: true }, edges);
    const hosts = simulateHosts(prepared, { clock: simulated.clock, seed, durations: args.durations });
    if (command) {
      const change = resolveChange(command.requested, prepared.inventory.cluster);
      await deployBefore(change, { prepared, hosts, edges: simulated });
    }
    return { ...prepared, hosts, warnings: [notice(seed), ...prepared.warnings] };
  };
  const { exitCode } = await conductRun(
    {
      command: 'rehearse',
      subject: args.command,
      args: { ...args, acceptNewHostKeys: false },
      load,
      connect: async ({ hosts, ...prepared }) => hosts.reopen(faultsFrom(prepared, seed)),
      work: ({ plan }, env) => execute(plan, { ...env, rehearsal: true }),
      subdirectory: 'rehearsals',
    },
    simulated,
  );
  return exitCode;
};

async function prepareCommand(request: ChangeRequest, inventory: string, edges: Edges): Promise<Prepared> {
  const change = (cluster: Cluster) => resolveChange(request.requested, cluster);
  const playbook = await playbookOf(request, inventory, edges);
  const certify = request.kind === 'add' ? request.requested.name : undefined;
  return prepareChange({ inventory, playbook, change, certify, offline: true }, edges);
}

async function playbookOf(request: ChangeRequest, inventory: string, edges: Edges): Promise<string> {
  if (request.kind !== 'replace') return request.playbook;
  const cluster = await readCluster(inventory, edges);
  return replacementPlaybook(request.playbook, hostsOnMachineOf(cluster, request.requested.name));
}

/** @throws UsageError if the value of `--faults` is not a seed */
function seedFrom(given: number | undefined): number | undefined {
  if (given === undefined || (Number.isInteger(given) && given >= 0)) return given;
  const next = 'use any integer from 0; the same seed gives the same faults';
  throw new UsageError([{ what: '--faults must be a non-negative integer', next }]);
}

function faultsFrom({ inventory }: Prepared, seed: number | undefined) {
  const hosts = inventory.cluster.hosts.map(({ name }) => name);
  return seed === undefined ? undefined : seededFaults({ seed, probability: FAULT_PROBABILITY, hosts });
}

function notice(seed: number | undefined): string {
  const faults = seed === undefined ? '' : ` with the faults of seed ${seed}`;
  return `a rehearsal on simulated hosts${faults}: no host of the inventory is contacted or changed`;
}
