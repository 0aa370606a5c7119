import type { Command, Program as ProgramName } from '../../model/host/command.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import { cfyUsages } from '../cloudify/cfy.ts';
import { cfyManagerUsages } from '../cloudify/cfy-manager.ts';
import { etcdctlUsages } from '../native/etcdctl.ts';
import { ipUsages, keepalivedUsages, sysctlUsages } from '../native/keepalived-commands.ts';
import { patronictlUsages } from '../native/patronictl.ts';
import { noPostmasterUsages, psqlUsages } from '../native/psql.ts';
import { haproxyUsages } from './haproxy.ts';
import { journalctlUsages } from './journalctl.ts';
import { mkdirUsages } from './mkdir.ts';
import { mountpointUsages } from './mountpoint.ts';
import { nativeUnits } from '../native/systemctl.ts';
import { packageUsages } from './packages.ts';
import { rabbitmqDiagnosticsUsages } from './rabbitmq-diagnostics.ts';
import { rabbitmqctlUsages, rabbitmqQueuesUsages } from './rabbitmqctl.ts';
import { sleepUsages } from './sleep.ts';
import { systemctlUsages } from './systemctl.ts';
import { testUsages } from './test.ts';
import { exitsWith, findUsage, type ProgramContext, type ProgramUsages, type ProgramRun } from './usage.ts';

interface SimulatedProgram {
  /** Usages, or a function if they depend on the host's release. */
  readonly known: ProgramUsages | ((context: ProgramContext) => ProgramUsages);
  /** Package that contains the program. A program without a package is on every host. */
  readonly from?: string;
}

/** The units of the native platform come first: their commands name several units. */
function withNativeUnits({ questions, actions }: ProgramUsages): ProgramUsages {
  return {
    questions: { ...nativeUnits.questions, ...questions },
    actions: { ...nativeUnits.actions, ...actions },
  };
}

const programs: Readonly<Record<ProgramName, SimulatedProgram>> = {
  '/usr/lib/systemd/systemd-sysctl': { known: sysctlUsages },
  cfy: { known: cfyUsages, from: 'cloudify' },
  cfy_manager: { known: cfyManagerUsages, from: 'cloudify' },
  etcdctl: { known: etcdctlUsages, from: 'etcd-client' },
  haproxy: { known: haproxyUsages, from: 'haproxy' },
  ip: { known: ipUsages },
  journalctl: { known: journalctlUsages },
  keepalived: { known: keepalivedUsages, from: 'keepalived' },
  mkdir: { known: mkdirUsages },
  mountpoint: { known: mountpointUsages },
  'no-postmaster': { known: noPostmasterUsages },
  packages: { known: packageUsages },
  patronictl: { known: patronictlUsages, from: 'patroni' },
  // Installed with PostgreSQL, whose package has its version in its name.
  psql: { known: psqlUsages, from: 'patroni' },
  rabbitmqctl: { known: rabbitmqctlUsages, from: 'rabbitmq-server' },
  'rabbitmq-diagnostics': { known: rabbitmqDiagnosticsUsages, from: 'rabbitmq-server' },
  'rabbitmq-queues': { known: rabbitmqQueuesUsages, from: 'rabbitmq-server' },
  sleep: { known: sleepUsages },
  systemctl: { known: withNativeUnits(systemctlUsages) },
  test: { known: testUsages },
};

/**
 * Prepares a command to run. A program that is not installed exits with 127, as in a shell.
 * @param use `ask`: the command must not change anything
 * @throws Error (a bug) for an unknown command, or for `ask` with a command that would change something
 */
export function programFor(context: ProgramContext, command: Command, use: 'ask' | 'run'): ProgramRun {
  const { known: commands, from } = programs[command.program];
  const known = typeof commands === 'function' ? commands(context) : commands;
  const args = command.args.map((word) => {
    if (typeof word !== 'string') throw new Error(`unresolved argument in command: ${commandToLog(command)}`);
    return word;
  });
  const run =
    findUsage(known.questions, args) ?? (use === 'run' ? findUsage(known.actions, args) : undefined);
  if (!run && findUsage(known.actions, args))
    throw new Error(`command would change something: ${commandToLog(command)}`);
  if (!run) throw new Error(`the simulator does not know this command: ${commandToLog(command)}`);
  if (from && !context.host.packages.has(from)) return notFound(context, command.program);
  return run(context);
}

function notFound(context: ProgramContext, program: ProgramName): ProgramRun {
  context.err(`sh: 1: ${program}: not found`);
  return exitsWith(127);
}
