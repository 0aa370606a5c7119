import type { ScriptedFault } from '../scripted-faults.ts';
import { exec } from '../../lab/containers.ts';
import { reboot } from '../../lab/faults.ts';
import { sleep } from '../../lab/shell.ts';

/** What goes wrong once a step's job runs: on a host of the lab, and on a simulated one. */
export interface Trouble {
  readonly name: string;
  readonly step: string;
  /** What the job must have said before; its first line unless given. */
  readonly once?: string;
  /** The job is stopped in its tracks then: it may be done sooner than it can be struck. */
  readonly held?: boolean;
  /** `deployer`: not the host but the program that deploys is killed. */
  readonly onLab: ((host: string) => Promise<unknown>) | 'deployer';
  readonly simulated: readonly Omit<ScriptedFault, 'host'>[];
}

const following = (about: string) => ({ method: 'followJob', about }) as const;
/** This machine, as a host of the lab sees it: the network's own address. */
const LAPTOP = `$(ip route show default | awk '{ print $3 }')/32`;
/** Those of one login; the host's own server goes on listening. */
const SESSIONS = 'sshd: operator';

/**
 * One deploy in the mandated order, broken seven times: each list is what happens to one run, the next one is the same
 * command again.
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
      name: 'the laptop does not reach the host for 30 s',
      step: 'first-broker/rabbit1/install',
      onLab: async (host) => {
        await exec(host, ['sh', '-c', `ip route add blackhole ${LAPTOP}`]);
        await sleep(30_000);
        await exec(host, ['sh', '-c', `ip route del blackhole ${LAPTOP}`]);
      },
      simulated: [{ ...following('install-broker'), effect: { kind: 'disconnect', ms: 30_000 } }],
    },
    {
      name: 'a broker is killed half installed, when it has joined',
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

/** Waits, on the host, until a job runs and has said something, and stops its processes. */
export async function holdJob(host: string, once: string): Promise<void> {
  const running = `systemctl list-units --no-legend --state=active '${JOBS}' | grep -q .`;
  const said = 'grep -qsF -- "$1" /var/lib/quorate/jobs/install-*/log';
  const hold = `systemctl kill --signal=STOP --kill-who=all '${JOBS}'`;
  const script = `until ${said} && ${running}; do :; done; ${hold}`;
  const { code } = await exec(host, ['timeout', '90', 'sh', '-c', script, 'sh', once]);
  if (code !== 0) throw new Error(`no job on ${host} said ${once}`);
}

/** `databases/db1/install` is on db1. */
export function hostOf({ step }: Trouble): string {
  return step.split('/')[1] ?? '';
}
