import type { Command } from '../../model/host/command.ts';
import { reveal } from '../../model/secret.ts';
import { programFor } from '../commands/registry.ts';
import type { ProgramRun } from '../commands/usage.ts';
import type { Process, SimulatedHost, World } from '../world/state.ts';

interface ProcessHooks {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  readonly onExit: (code: number) => void;
  /** `ask`: the command must not change anything. */
  readonly use: 'ask' | 'run';
  /** Ends the simulated process early, after this number of pauses, with this exit code; killed without `code`. */
  readonly sabotage?: { readonly pauses: number; readonly code?: number };
}

/**
 * Starts a command. The effects that the command has before its first pause happen at once.
 * @throws Error (a bug) if the simulator does not know the command
 */
export function startProcess(
  at: { world: World; host: SimulatedHost },
  command: Command,
  hooks: ProcessHooks,
): Process {
  const { world, host } = at;
  const program = programFor(
    {
      world,
      host,
      out: hooks.out,
      err: hooks.err,
      stdin: command.stdin === undefined ? '' : reveal(command.stdin),
    },
    command,
    hooks.use,
  );
  const process: Process = {
    nextAt: world.now(),
    kill: () => end(host, process, { kind: 'killed' }),
  };
  host.processes.add(process);
  run({ world, host, process, program, hooks });
  return process;
}

interface Running {
  readonly world: World;
  readonly host: SimulatedHost;
  readonly process: Process;
  readonly program: ProgramRun;
  readonly hooks: ProcessHooks;
}

function run({ world, host, process, program, hooks }: Running): void {
  let pauses = 0;
  const exit = (code: number) => {
    end(host, process, { kind: 'exited', code });
    hooks.onExit(code);
  };
  const step = () => {
    if (process.ended) return;
    if (hooks.sabotage && pauses >= hooks.sabotage.pauses) {
      return hooks.sabotage.code === undefined ? process.kill() : exit(hooks.sabotage.code);
    }
    const next = program.next();
    if (next.done) return exit(next.value);
    pauses += 1;
    const pause = next.value * host.slowness;
    process.nextAt = world.now() + pause;
    world.after(pause, step);
  };
  step();
}

function end(host: SimulatedHost, process: Process, how: NonNullable<Process['ended']>): void {
  process.ended = how;
  host.processes.delete(process);
}
