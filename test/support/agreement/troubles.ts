import type { ScriptedFault } from '../scripted-faults.ts';
import { exec } from '../../lab/containers.ts';
import { reboot } from '../../lab/faults.ts';
import { sleep } from '../../lab/shell.ts';

/** A fault that occurs while a step's job runs, on a lab host and on a simulated host. */
export interface Trouble {
  readonly name: string;
  readonly step: string;
  /** The fault occurs after the job's output contains this text; by default, after its first line. */
  readonly once?: string;
  /** Suspends the job first, because it could finish before the fault occurs. */
  readonly held?: boolean;
  /** `deployer` kills the deploying program instead of acting on the host. */
  readonly onLab: ((host: string) => Promise<unknown>) | 'deployer';
  readonly simulated: readonly Omit<ScriptedFault, 'host'>[];
}

const following = (about: string) => ({ method: 'followJob', about }) as const;
/** This machine's address as seen from a lab host: the default gateway. */
const WORKSTATION = `$(ip route show default | awk '{ print $3 }')/32`;
/** Process title of the operator's SSH sessions. The listening sshd has another title. */
const SESSIONS = 'sshd: operator';

/**
 * The faults of one deploy in the mandated order. Each list applies to one run; the next list applies to the next run of
 * the same command.
 */
export const TROUBLES: readonly (readonly Trouble[])[] = [
  [
    {
      name: 'the deployer is killed',
      step: 'databases/db1/install',
      onLab: 'deployer',
      simulated: [{ ...following('install-database'), effect: { kind: 'kill', when: 'within' } }],
    },
  ],
  [
    {
      name: 'the job is killed',
      step: 'databases/db2/install',
      onLab: killJob,
      simulated: [
        { method: 'startJob', about: 'install-database', effect: { kind: 'job-killed', pauses: 2 } },
      ],
    },
  ],
  [
    {
      name: 'the connection is dropped',
      step: 'databases/db2/install',
      onLab: (host) => exec(host, ['pkill', '-KILL', '-f', SESSIONS]),
      simulated: [{ ...following('install-database'), effect: { kind: 'drop', when: 'within' } }],
    },
    {
      name: 'the host restarts',
      step: 'databases/db3/install',
      held: true,
      onLab: reboot,
      simulated: [{ ...following('install-database'), effect: { kind: 'reboot' } }],
    },
  ],
  [
    {
      name: 'the workstation cannot reach the host for 30 s',
      step: 'first-broker/rabbit1/install',
      onLab: async (host) => {
        await exec(host, ['sh', '-c', `ip route add blackhole ${WORKSTATION}`]);
        await sleep(30_000);
        await exec(host, ['sh', '-c', `ip route del blackhole ${WORKSTATION}`]);
      },
      simulated: [{ ...following('install-broker'), effect: { kind: 'disconnect', ms: 30_000 } }],
    },
    {
      name: 'a broker install is killed after the broker has joined',
      step: 'other-brokers/rabbit2/install',
      once: "'start_app'",
      held: true,
      onLab: killJob,
      simulated: [{ method: 'startJob', about: 'install-broker', effect: { kind: 'job-killed', pauses: 7 } }],
    },
  ],
  [
    {
      name: 'connections are refused for 15 s',
      step: 'other-brokers/rabbit3/install',
      onLab: async (host) => {
        await exec(host, ['systemctl', 'stop', 'ssh']);
        await exec(host, ['pkill', '-KILL', '-f', SESSIONS]);
        await sleep(15_000);
        await exec(host, ['systemctl', 'start', 'ssh']);
      },
      simulated: [
        { ...following('install-broker'), effect: { kind: 'drop', when: 'within' } },
        ...[2, 3, 4].map((nth) => ({ method: 'connect', nth, effect: { kind: 'refuse' } }) as const),
      ],
    },
  ],
];

const JOBS = 'quorate-install-*';

function killJob(host: string): Promise<unknown> {
  return exec(host, ['systemctl', 'kill', '--signal=KILL', '--kill-who=all', JOBS]);
}

/** Waits on the host until a job runs and its log contains `once`, then sends SIGSTOP to its processes. */
export async function holdJob(host: string, once: string): Promise<void> {
  const running = `systemctl list-units --no-legend --state=active '${JOBS}' | grep -q .`;
  const logged = 'grep -qsF -- "$1" /var/lib/quorate/jobs/install-*/log';
  const hold = `systemctl kill --signal=STOP --kill-who=all '${JOBS}'`;
  const script = `until ${logged} && ${running}; do :; done; ${hold}`;
  const { code } = await exec(host, ['timeout', '90', 'sh', '-c', script, 'sh', once]);
  if (code !== 0) throw new Error(`no running job on ${host} has logged ${once}`);
}

/** The host of `databases/db1/install` is db1. */
export function hostOf({ step }: Trouble): string {
  return step.split('/')[1] ?? '';
}
