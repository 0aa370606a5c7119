import { SCENARIOS } from '../../e2e/support/scenarios.ts';

/** A section of the soak test's page, and the jest runs for it. */
export interface Section {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  /** Consecutive runs. */
  readonly parts: (breaks: number) => readonly Part[];
}

/** One jest run. With `lab`, it needs the lab for itself. */
export interface Part {
  readonly lab: boolean;
  readonly jest: readonly string[];
}

export const SECTIONS: readonly Section[] = [
  {
    name: 'deploy',
    title: 'Deploy, killed at random moments',
    text: `Each deploy starts on empty hosts. The deployer, a job's unit or a host is killed, and the same command runs again. Then
the independent check of the cluster passes, and one more run changes nothing.`,
    // The disturbances leave traces on the hosts (a small disk). The breaks recreate all hosts.
    parts: (breaks) => [
      onLab('broken', 'disturbed during installs'),
      ...Array.from({ length: breaks }, (_, i) => onLab('broken', `break ${i + 1}:`)),
    ],
  },
  {
    name: 'operators',
    title: 'Two workstations and one cluster',
    text: 'On the deployed cluster of the section above.',
    parts: () => [onLab('operators')],
  },
  {
    name: 'agreement',
    title: 'The simulator agrees with the lab',
    text: `The same faults on simulated and on real hosts. Each host must finish the same steps in the same order, and the gates
must return the same verdicts.`,
    parts: () => [onLab('agreement')],
  },
  {
    name: 'day-2',
    title: 'Members are added, removed and restarted',
    text: `Three times each, on the deployed cluster of the first section. Every 100 ms, an application inserts a row into the
database leader, inserts a row through the load balancer, and publishes a message. Each command is killed once at a
random moment and run again. No acknowledged write is lost.`,
    parts: () =>
      [1, 2, 3].flatMap((round) =>
        Object.keys(SCENARIOS).map((name) => onLab('day-2', `[)] ${name}, round ${round}:`)),
      ),
  },
  {
    name: 'old-format',
    title: 'A cluster whose records have the first format',
    text: `An earlier commit deploys a cluster on the lab, once completely and once until it is killed. This commit refuses both
with the commands that convert the hosts. After them, the cluster is up to date, and the killed deploy is completed.
\`npm test\` does the same on simulated hosts.`,
    parts: () => [onLab('old-format')],
  },
  {
    name: 'releases',
    title: 'Another release of the product',
    text: 'Releases 5.0.5-dev and 5.2 on empty hosts. `npm test` does the same with 7.0.',
    parts: () => [onLab('release-5.0.5-dev'), onLab('release-5.2')],
  },
  {
    name: 'overlapped',
    title: 'The overlapped playbook',
    text: 'On empty hosts, next to the mandated order.',
    parts: () => [onLab('overlapped')],
  },
  {
    name: 'product',
    title: 'The stand-in for the product',
    text: `The stand-in reproduces the hazards of the product, on real etcd, Patroni and RabbitMQ. \`npm test\` checks its commands
without a host (test/unit/product).`,
    parts: () => [onLab('product')],
  },
  {
    name: 'debian-13',
    title: 'The native platform on Debian 13',
    text: `Three machines of Debian 13, each with a database, a broker and a load balancer: PostgreSQL 17, Patroni 4.0, etcd 3.5,
RabbitMQ 4.0 and HAProxy 3.0. The independent check passes, a second deploy changes nothing, and no acknowledged write is
lost during a switchover, restarts of one role, and the loss and replacement of a machine.`,
    parts: () => [onLab('native-debian-13')],
  },
  {
    name: 'virtual-ip',
    title: 'The virtual address of the native platform',
    text: `HAProxy stops, keepalived is killed with and without its child, and the machine of the holder is killed. The address moves
each time, stays when the fault ends, and no acknowledged write is lost. While the link between the load balancers is cut,
both have the address, and status reports it.`,
    parts: () => [onLab('native-virtual-ip')],
  },
  {
    name: 'refused',
    title: 'Refused to protect the cluster',
    text: 'On the deployed cluster. Each command exits with 7, prints the vote count and changes nothing.',
    parts: () => [onLab('refused')],
  },
  {
    name: 'sshd',
    title: 'Many sshd that refuse connections for a while',
    text: `40 sshd at MaxStartups 10:30:100 with other logins in progress, and sshd of Debian 13, which penalizes this machine
after failed logins. No host is lost, and the cause of each wait is named.`,
    parts: () => [{ ...onLab('many-sshd'), lab: false }],
  },
  {
    name: 'tutorial',
    title: 'The tutorial, typed word by word',
    text: 'Each command of docs/tutorial.md on empty hosts, with the output and the exit code that it announces.',
    parts: () => [onLab('tutorial')],
  },
  {
    name: 'schedules',
    title: 'Seeded schedules on simulated hosts',
    text: 'The deployer is killed before, within and after each step, and random faults are injected.',
    parts: () => [{ lab: false, jest: ['--selectProjects', 'schedules', '--maxWorkers', '2'] }],
  },
  {
    name: 'logins',
    title: '200 logins with the OpenSSH client',
    text: `Through ProxyCommand and behind one bastion, with a real sshd. No host is lost, each back-off has its cause, and
the bastion sees one handshake.`,
    parts: () => [
      { lab: false, jest: ['--selectProjects', 'integration', '--testPathPatterns', 'openssh/many'] },
    ],
  },
];

/** @param named runs only the tests whose names contain this text */
function onLab(file: string, named?: string): Part {
  const only = named === undefined ? [] : ['--testNamePattern', named];
  const where = ['--testPathPatterns', `test/e2e/${file}.test.ts`];
  return { lab: true, jest: ['--selectProjects', 'e2e', '--runInBand', ...where, ...only] };
}
