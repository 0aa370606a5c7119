import { reset } from '../../test/lab/lab.ts';
import { paths } from '../../test/lab/paths.ts';
import { journalOf, runDirectories } from '../../test/e2e/support/quorate.ts';
import { idleTime } from '../measure/idle.ts';
import { compare, type Contender } from '../measure/pairs.ts';
import { measure } from '../measure/process.ts';
import { quantile, ratioOf } from '../measure/statistics.ts';
import { ratioCheck } from '../report/finding.ts';
import { DEPLOY_SCRIPT, PROGRAM } from '../work/inventory.ts';
import type { Benchmark } from './benchmark.ts';

/** A deploy takes minutes. */
const AT_MOST = 3;
const OVERLAPPED = ['--playbook', 'playbooks/deploy-overlapped.yaml'];

/** B4: a whole deploy of empty hosts: in the mandated order, by a script that does the same, and overlapped. */
export const wholeDeploy: Benchmark = {
  id: 'B4',
  work: 'deploy of empty hosts',
  needsLab: true,
  run: async ({ pairs }) => {
    const idle: number[] = [];
    const quorate = deploy('quorate', [], () =>
      idle.push(idleTime(journalOf(runDirectories().at(-1) ?? ''))),
    );
    const script = emptied('script, polls each 100 ms', ['--import', 'tsx', DEPLOY_SCRIPT, paths.inventory]);
    const overlapped = deploy('quorate, overlapped', OVERLAPPED);
    const rounds = Math.min(pairs, AT_MOST);
    const compared = await compare([overlapped, quorate, script], rounds, { warmUp: false });
    const [, ...ordered] = compared.contenders;
    return [
      {
        id: 'B4',
        work: 'deploy of empty hosts, hosts of the lab',
        timed: compared.contenders,
        checks: [
          { what: 'time in which no host works', value: quantile(idle, 0.5), unit: 'ms', atMost: 2_000 },
          ratioCheck('overlapped / mandated order', compared.wallRatio, { atMost: 0.7 }),
          ratioCheck(
            'quorate / script',
            ratioOf([ordered.map(({ wall }) => wall.median) as [number, number]]),
          ),
        ],
      },
    ];
  },
};

function deploy(name: string, words: readonly string[], then: () => void = () => undefined): Contender {
  const { run, ...contender } = emptied(name, [PROGRAM, 'deploy', paths.inventory, '--yes', ...words]);
  return {
    ...contender,
    run: async () => {
      const usage = await run();
      then();
      return usage;
    },
  };
}

/** A program that runs on empty hosts. */
function emptied(name: string, words: readonly string[]): Contender {
  return {
    name,
    before: () => reset({ yes: true }),
    run: () => measure({ words: [process.execPath, ...words] }),
  };
}
