import { SCENARIOS } from '../../e2e/support/scenarios.ts';

/** One part of the soak test's page, and what is run for it. */
export interface Section {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  /** One after the other. */
  readonly parts: (breaks: number) => readonly Part[];
}

/** One run of jest; with `lab`, on the lab, which nobody else may use meanwhile. */
export interface Part {
  readonly lab: boolean;
  readonly jest: readonly string[];
}

export const SECTIONS: readonly Section[] = [
  {
    name: 'deploy',
    title: 'Deploy, broken at random moments',
    text: `Each time on bare hosts: the deployer, a job's unit or a host is killed, and the same command is run again. Then
the independent check of the finished cluster passes, and one more run changes nothing.`,
    // The disturbances leave their traces on the hosts (a small disk); the breaks make all hosts anew.
    parts: (breaks) => [
      onLab('broken', 'disturbed during installs'),
      ...Array.from({ length: breaks }, (_, i) => onLab('broken', `break ${i + 1}:`)),
    ],
  },
  {
    name: 'operators',
    title: 'Two laptops and one cluster',
    text: 'On the finished cluster of the section above.',
    parts: () => [onLab('operators')],
  },
  {
    name: 'agreement',
    title: 'The simulator agrees with the lab',
    text: `The same faults on simulated and on real hosts: the same steps in the same order per host, the same verdicts of
the gates.`,
    parts: () => [onLab('agreement')],
  },
  {
    name: 'day-2',
    title: 'Members come, go and restart',
    text: `Three times each, on the finished cluster of the first section, while an application inserts a row into the leading
database, one through the load balancer, and publishes a message, every 100 ms each. Each command is killed once at a
random moment and run again: nothing acknowledged is lost.`,
    parts: () =>
      [1, 2, 3].flatMap((round) =>
        Object.keys(SCENARIOS).map((name) => onLab('day-2', `[)] ${name}, round ${round}:`)),
      ),
  },
  {
    name: 'refused',
    title: 'Refused to protect the cluster',
    text: 'On the finished cluster: each command exits with 7 and its arithmetic, and nothing is changed.',
    parts: () => [onLab('refused')],
  },
  {
    name: 'schedules',
    title: 'Seeded schedules on simulated hosts',
    text: 'Each step killed before, within and after it, and faults at random.',
    parts: () => [{ lab: false, jest: ['--selectProjects', 'schedules', '--maxWorkers', '2'] }],
  },
];

/** @param named only the tests whose names contain this */
function onLab(file: string, named?: string): Part {
  const only = named === undefined ? [] : ['--testNamePattern', named];
  const where = ['--testPathPatterns', `test/e2e/${file}.test.ts`];
  return { lab: true, jest: ['--selectProjects', 'e2e', '--runInBand', ...where, ...only] };
}
