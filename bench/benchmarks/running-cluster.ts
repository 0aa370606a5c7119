import { inventoryHosts } from '../hosts/inventory-hosts.ts';
import { compare, type Comparison, type Contender } from '../measure/pairs.ts';
import { measure, type Usage } from '../measure/process.ts';
import type { Finding } from '../report/finding.ts';
import { PROGRAM } from '../work/inventory.ts';
import { slowestResponse } from '../work/slowest.ts';
import type { Benchmark, BenchOptions } from './benchmark.ts';

/** B5: a whole deploy with nothing to change, which passes all gates. */
export const unchangedDeploy: Benchmark = {
  id: 'B5',
  work: 'deploy with nothing to change',
  needsHosts: true,
  run: async ({ inventory = '', pairs }) => {
    const words = ['deploy', inventory, '--yes'];
    const compared = await compare([program(words), slowest(words)], pairs);
    const value = difference(compared);
    const what = 'quorate minus the slowest response of a host';
    return [finding(words, compared, { what, value, unit: 'ms', atMost: 1_300 })];
  },
};

/** The part of B8 that needs hosts. */
export const lookingCommands: Benchmark = {
  id: 'B8',
  work: 'status and drift',
  needsHosts: true,
  run: async (options) => [await status(options), await drift(options)],
};

async function status({ programs, inventory = '', pairs }: BenchOptions): Promise<Finding> {
  const words = ['status', inventory];
  return withScript({ programs, inventory }, async (script) => {
    const compared = await compare([program(words), slowest(words), script], pairs);
    const value = difference(compared) / median(compared, 2);
    const what = '(quorate minus the slowest response of a host) / script';
    return finding(words, compared, { what, value, unit: '×', atMost: 1.5 });
  });
}

async function drift({ programs, inventory = '', pairs }: BenchOptions): Promise<Finding> {
  const words = ['drift', inventory];
  return withScript({ programs, inventory }, async (script) => {
    const compared = await compare([program(words), script], pairs);
    const { median: value, interval } = compared.wallRatio;
    return finding(words, compared, {
      what: 'quorate / script',
      ...{ value, interval, unit: '×', atMost: 1.5 },
    });
  });
}

/** The script does the work of B1 on the same hosts. */
async function withScript(
  { programs, inventory }: Pick<BenchOptions, 'programs'> & { readonly inventory: string },
  work: (script: Contender) => Promise<Finding>,
): Promise<Finding> {
  const hosts = await inventoryHosts(programs, inventory);
  try {
    await hosts.fill();
    const words = [process.execPath, programs.at('work/script'), hosts.file];
    return await work({ name: 'script, work of B1', run: () => measure({ words }) });
  } finally {
    await hosts.stop();
  }
}

function program(words: readonly string[]): Contender {
  return { name: 'quorate', run: () => measure({ words: [process.execPath, PROGRAM, ...words] }) };
}

/** Counts as a contender whose time is that of the slowest response. */
function slowest(words: readonly string[]): Contender {
  const run = async (): Promise<Usage> => ({ wall: await slowestResponse(words), processor: 0 });
  return { name: 'slowest response of a host', run };
}

const median = ({ contenders }: Comparison, index: number) => contenders[index]?.wall.median ?? NaN;
const difference = (compared: Comparison) => median(compared, 0) - median(compared, 1);

function finding(
  [command = '']: readonly string[],
  { contenders }: Comparison,
  check: Finding['checks'][number],
): Finding {
  const [id, work] = command === 'deploy' ? ['B5', 'deploy with nothing to change'] : ['B8', command];
  return { id, work: `${work}, hosts of the lab`, timed: contenders, checks: [check] };
}
