import { SECOND } from '../../model/duration.ts';
import type { Command } from '../../model/host/command.ts';
import type { Answer } from '../../model/health/gate.ts';
import { sleepConnected, type SimulatedConnection } from './connection.ts';
import { startProcess } from './process.ts';
import type { Process } from '../world/state.ts';

export type Exited = Extract<Answer, { kind: 'exited' }>;

/** What `timeout` says of a command that it stopped. */
const TIMED_OUT = 124;
const KILLED = 137;
/** A waiting call looks this often whether its host and its connection are still there. */
const LOOK_MS = 10_000;

/**
 * Runs a short command to its end.
 * @param use `ask`: it must be a question
 * @throws ConnectionLost; the command itself goes on then
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

/** Starts a command; it goes on whether or not anybody waits. */
export function startCommand(
  { world, host }: SimulatedConnection,
  command: Command,
  use: 'ask' | 'run',
): { running: Process; answer: () => Exited } {
  const said = { out: '', err: '' };
  const running = startProcess({ world, host }, command, {
    out: (text) => void (said.out += `${text}\n`),
    err: (text) => void (said.err += `${text}\n`),
    onExit: () => undefined,
    use,
  });
  const code = () => (running.ended?.kind === 'exited' ? running.ended.code : KILLED);
  return { running, answer: () => ({ kind: 'exited', code: code(), stdout: said.out, stderr: said.err }) };
}

/** Lets time pass until a process has ended, or until a moment. */
export async function waitUntilEnded(
  connection: SimulatedConnection,
  process: Process,
  deadline = Infinity,
): Promise<void> {
  while (!process.ended && connection.world.now() < deadline) {
    const now = connection.world.now();
    await sleepConnected(connection, Math.max(0, Math.min(process.nextAt - now, deadline - now, LOOK_MS)));
  }
}
