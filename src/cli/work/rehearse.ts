import type { Clock } from '../../clock/clock.ts';
import { UsageError } from '../../errors/errors.ts';
import { execute } from '../../execute/execute.ts';
import { virtualClock } from '../../simulate/clock.ts';
import { seededFaults } from '../../simulate/mix.ts';
import { externalServices } from '../../simulate/services/external.ts';
import { simulatedTransport } from '../../simulate/transport.ts';
import type { Transport } from '../../transport/port.ts';
import type { ArgsOf, Work } from '../command.ts';
import type { PLANNING, REHEARSING } from '../options.ts';
import { prepare } from '../prepare.ts';
import type { Prepared } from '../prepare.ts';
import { conductRun } from '../run.ts';

/** Of each call to a host: enough that a deploy meets several faults, and often comes to its end. */
const FAULTS_OF_CALLS = 0.005;

/**
 * The operator's own inventory and playbook, with the same screens and report, on hosts that exist only here and in a
 * time of their own. @returns the exit code that `deploy` would have
 */
export const rehearse: Work<ArgsOf<typeof PLANNING & typeof REHEARSING>> = async (args, edges) => {
  const seed = seedOf(args.faults);
  const clock = virtualClock(edges.clock.now());
  let hosts: Transport | undefined;
  const load = async () => {
    const prepared = await prepare(args, edges);
    hosts = simulatedHosts(prepared, { clock, seed });
    return { ...prepared, warnings: [plainly(seed), ...prepared.warnings] };
  };
  const transport = async () => {
    if (!hosts) throw new Error('hosts are simulated once the inventory is read');
    return hosts;
  };
  const own = { ...args, acceptNewHostKeys: false };
  const conducting = { command: 'rehearse', args: own, start: execute, load, among: 'rehearsals' } as const;
  return conductRun(conducting, { ...edges, clock, transport });
};

/** @throws UsageError for what is no seed */
function seedOf(given: number | undefined): number | undefined {
  if (given === undefined || (Number.isInteger(given) && given >= 0)) return given;
  const next = 'any number will do; the same one brings the same faults';
  throw new UsageError([{ what: '--faults wants a whole number from 0 on', next }]);
}

function simulatedHosts(
  { inventory, material }: Prepared,
  { clock, seed }: { clock: Clock; seed: number | undefined },
): Transport {
  const { cluster } = inventory;
  const hosts = cluster.hosts.map(({ name }) => name);
  const mix =
    seed === undefined ? {} : { faults: seededFaults({ seed, probability: FAULTS_OF_CALLS, hosts }) };
  const external = externalServices(cluster, material);
  return simulatedTransport({ hosts: cluster.hosts, clock, external, seed: seed ?? 0, ...mix });
}

function plainly(seed: number | undefined): string {
  const faults = seed === undefined ? '' : `, with the faults of seed ${seed}`;
  return `a rehearsal on simulated hosts${faults}: none of the inventory's hosts is asked or touched`;
}
