import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endProcesses } from '../../end-processes.ts';

/** Prints the process ID of a child and of a process that left it, each of which ignores the first signal to end. */
const PROGRAM = `trap '' TERM
sleep 300 & echo $!
setsid sh -c 'trap "" TERM; (sleep 300 & echo $!)'
wait`;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('an interrupted run leaves no process, not even those that ignore the signal or left their parent', async () => {
  const mark = `QUORATE_TEST_MARK=${process.pid}`;
  const [name = '', value = ''] = mark.split('=');
  const child = spawn('sh', ['-c', PROGRAM], {
    env: { ...process.env, [name]: value },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  while (printed.trim().split('\n').length < 2) printed += String((await once(child.stdout, 'data'))[0]);
  const started = [child.pid ?? 0, ...printed.trim().split('\n').map(Number)];
  expect(started.map(isRunning)).toEqual([true, true, true]);
  await Promise.all([endProcesses([child.pid ?? 0], mark), once(child, 'exit')]);
  for (let i = 0; i < 100 && started.some(isRunning); i += 1)
    await new Promise((done) => setTimeout(done, 100));
  expect(started.map(isRunning)).toEqual([false, false, false]);
});

test('processes of another run are left alone', async () => {
  const other = spawn('sleep', ['300'], {
    env: { ...process.env, QUORATE_TEST_MARK: 'other' },
    stdio: 'ignore',
  });
  await endProcesses([], `QUORATE_TEST_MARK=${process.pid}`);
  expect(isRunning(other.pid ?? 0)).toBe(true);
  other.kill('SIGKILL');
  await once(other, 'exit');
});
