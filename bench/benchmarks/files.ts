import { inventoryHosts } from '../hosts/inventory-hosts.ts';
import { sshdHosts } from '../hosts/sshd.ts';
import type { WritableHosts } from '../hosts/sshd.ts';
import { compare } from '../measure/pairs.ts';
import { comparisonFinding } from '../report/finding.ts';
import { otherTools } from '../work/tools.ts';
import type { Benchmark, BenchOptions } from './benchmark.ts';
import { onHosts } from './contenders.ts';

const HOSTS = 10;

/** B1: one directory, eight files and one check on ten hosts, with nothing to change. */
export const unchangedFiles: Benchmark = {
  id: 'B1',
  work: 'ten hosts, nothing to change',
  run: (options) =>
    withHosts(options, async (hosts, where) => {
      await hosts.fill();
      const contenders = [...onHosts(options.programs, hosts), ...otherTools(hosts)];
      const about = { id: 'B1', work: `nothing to change, ${where}` };
      return [comparisonFinding(about, await compare(contenders, options.pairs), { wall: 1.3 })];
    }),
};

/** B2: the same work with everything to be written. */
export const newFiles: Benchmark = {
  id: 'B2',
  work: 'ten hosts, everything to be written',
  run: (options) =>
    withHosts(options, async (hosts, where) => {
      const before = { before: hosts.empty };
      const others = otherTools(hosts).map((tool) => ({ ...tool, ...before }));
      const contenders = [...onHosts(options.programs, hosts, before), ...others];
      const about = { id: 'B2', work: `everything to be written, ${where}` };
      return [comparisonFinding(about, await compare(contenders, options.pairs), { wall: 1.5 })];
    }),
};

/** Uses the hosts of the inventory, or sshd processes on this machine. */
async function withHosts<T>(
  { programs, inventory }: BenchOptions,
  work: (hosts: WritableHosts, where: string) => Promise<T>,
): Promise<T> {
  const hosts = inventory === undefined ? await sshdHosts(HOSTS) : await inventoryHosts(programs, inventory);
  const where = inventory === undefined ? 'ten sshd on this machine' : 'hosts of the lab';
  try {
    return await work(hosts, where);
  } finally {
    await hosts.stop();
  }
}
