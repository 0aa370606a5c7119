import type { Command, Program as ProgramName } from '../../model/host/command.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import { cfyUsages } from './cfy.ts';
import { cfyManagerUsages } from './cfy-manager.ts';
import { haproxyUsages } from './haproxy.ts';
import { packageUsages } from './packages.ts';
import { rabbitmqDiagnosticsUsages } from './rabbitmq-diagnostics.ts';
import { rabbitmqctlUsages } from './rabbitmqctl.ts';
import { systemctlUsages } from './systemctl.ts';
import { testUsages } from './test.ts';
import { exitsWith, findUsage, type ProgramContext, type ProgramUsages, type ProgramRun } from './usage.ts';

interface SimulatedProgram {
  /** What it can be told, where that depends on the host's release. */
  readonly known: ProgramUsages | ((context: ProgramContext) => ProgramUsages);
  /** The package that brings it; programs without one are on every host. */
  readonly from?: string;
}

const programs: Readonly<Record<ProgramName, SimulatedProgram>> = {
  cfy: { known: cfyUsages, from: 'cloudify' },
  cfy_manager: { known: cfyManagerUsages, from: 'cloudify' },
  haproxy: { known: haproxyUsages, from: 'haproxy' },
  packages: { known: packageUsages },
  rabbitmqctl: { known: rabbitmqctlUsages, from: 'rabbitmq-server' },
  'rabbitmq-diagnostics': { known: rabbitmqDiagnosticsUsages, from: 'rabbitmq-server' },
  systemctl: { known: systemctlUsages },
  test: { known: testUsages },
};

/**
 * The command, ready to run. A program that is not installed exits 127, as a shell says it.
 * @param use `ask`: it must be a question
 * @throws Error (a bug) for arguments that the simulator was not taught, or for a question that would change something
 */
export function programFor(context: ProgramContext, command: Command, use: 'ask' | 'run'): ProgramRun {
  const { known: commands, from } = programs[command.program];
  const known = typeof commands === 'function' ? commands(context) : commands;
  const args = command.args.map((word) => {
    if (typeof word !== 'string') throw new Error(`a live word reached the host: ${commandToLog(command)}`);
    return word;
  });
  const run =
    findUsage(known.questions, args) ?? (use === 'run' ? findUsage(known.actions, args) : undefined);
  if (!run && findUsage(known.actions, args)) throw new Error(`not a question: ${commandToLog(command)}`);
  if (!run) throw new Error(`the simulator does not know this command: ${commandToLog(command)}`);
  if (from && !context.host.packages.has(from)) return notFound(context, command.program);
  return run(context);
}

function notFound(context: ProgramContext, program: ProgramName): ProgramRun {
  context.err(`sh: 1: ${program}: not found`);
  return exitsWith(127);
}
