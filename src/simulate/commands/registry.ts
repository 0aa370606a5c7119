import type { Command, Program as ProgramName } from '../../model/host/command.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import { cfy } from './cfy.ts';
import { cfyManager } from './cfy-manager.ts';
import { haproxy } from './haproxy.ts';
import { packages } from './packages.ts';
import { rabbitmqDiagnostics } from './rabbitmq-diagnostics.ts';
import { rabbitmqctl } from './rabbitmqctl.ts';
import { systemctl } from './systemctl.ts';
import { test } from './test.ts';
import { exits, fitting, type Here, type Known, type Program } from './usage.ts';

interface Installed {
  /** What it can be told, where that depends on the host's release. */
  readonly known: Known | ((here: Here) => Known);
  /** The package that brings it; programs without one are on every host. */
  readonly from?: string;
}

const programs: Readonly<Record<ProgramName, Installed>> = {
  cfy: { known: cfy, from: 'cloudify' },
  cfy_manager: { known: cfyManager, from: 'cloudify' },
  haproxy: { known: haproxy, from: 'haproxy' },
  packages: { known: packages },
  rabbitmqctl: { known: rabbitmqctl, from: 'rabbitmq-server' },
  'rabbitmq-diagnostics': { known: rabbitmqDiagnostics, from: 'rabbitmq-server' },
  systemctl: { known: systemctl },
  test: { known: test },
};

/**
 * The command, ready to run. A program that is not installed exits 127, as a shell says it.
 * @param use `ask`: it must be a question
 * @throws Error (a bug) for arguments that the simulator was not taught, or for a question that would change something
 */
export function programFor(here: Here, command: Command, use: 'ask' | 'run'): Program {
  const { known: commands, from } = programs[command.program];
  const known = typeof commands === 'function' ? commands(here) : commands;
  const args = command.args.map((word) => {
    if (typeof word !== 'string') throw new Error(`a live word reached the host: ${commandToLog(command)}`);
    return word;
  });
  const run = fitting(known.questions, args) ?? (use === 'run' ? fitting(known.actions, args) : undefined);
  if (!run && fitting(known.actions, args)) throw new Error(`not a question: ${commandToLog(command)}`);
  if (!run) throw new Error(`the simulator does not know this command: ${commandToLog(command)}`);
  if (from && !here.host.packages.has(from)) return notFound(here, command.program);
  return run(here);
}

function notFound(here: Here, program: ProgramName): Program {
  here.err(`sh: 1: ${program}: not found`);
  return exits(127);
}
