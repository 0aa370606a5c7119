import { SECOND } from '../../model/duration.ts';
import type { Command } from '../../model/host/command.ts';
import type { Answer } from '../../model/health/gate.ts';
import { sleepConnected, type SimulatedConnection } from './connection.ts';
import { startProcess } from './process.ts';
import type { Process } from '../world/state.ts';

type Exited = Extract<Answer, { kind: 'exited' }>;

/** Exit code of `timeout` for a command that it stopped. */
const TIMED_OUT = 124;
const KILLED = 137;
/** Interval at which a waiting call checks its host and connection. */
const POLL_MS = 10_000;

/**
 * Runs a short command to its end.
 * @param use `ask`: the command must not change anything
 * @throws ConnectionLost; the command itself continues
 */
export async function runCommand(
  connection: SimulatedConnection,
  command: Command,
  use: 'ask' | 'run',
): Promise<Exited> {
  const { running, answer } = startCommand(connection, command, use);
  await waitUntilEnded(connection, running, connection.world.now() + command.timeoutMs);
  if (running.ended) return answer();
  running.kill();
  const limit = Math.round(command.timeoutMs / SECOND);
  return { ...answer(), code: TIMED_OUT, stderr: `quorate: not finished after ${limit} s, stopped\n` };
}

/** Starts a command, which continues even if no call waits for it. */
export function startCommand(
  { world, host }: SimulatedConnection,
  command: Command,
  use: 'ask' | 'run',
): { running: Process; answer: () => Exited } {
  const output = { out: '', err: '' };
  const running = startProcess({ world, host }, command, {
    out: (text) => void (output.out += `${text}\n`),
    err: (text) => void (output.err += `${text}\n`),
    onExit: () => undefined,
    use,
  });
  const code = () => (running.ended?.kind === 'exited' ? running.ended.code : KILLED);
  return {
    running,
    answer: () => ({ kind: 'exited', code: code(), stdout: output.out, stderr: output.err }),
  };
}

/** Waits until a process has ended or the deadline has passed. */
async function waitUntilEnded(
  connection: SimulatedConnection,
  process: Process,
  deadline = Infinity,
): Promise<void> {
  while (!process.ended && connection.world.now() < deadline) {
    const now = connection.world.now();
    await sleepConnected(connection, Math.max(0, Math.min(process.nextAt - now, deadline - now, POLL_MS)));
  }
}
