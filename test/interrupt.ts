import { constants } from 'node:os';
import { endProcesses } from './end-processes.ts';
import { interrupt } from './jest.ts';

/** Inherited by every process of this run, so that those that left their parent are found too. */
const [NAME, VALUE] = ['QUORATE_TESTS', String(process.pid)] as const;

/** Makes the first signal end this program and all its processes, with the exit code of that signal. */
export function endTestsOnSignal(): void {
  process.env[NAME] = VALUE;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      console.log(`${signal}: ending the processes of this run`);
      const code = 128 + constants.signals[signal];
      void endProcesses(interrupt(), `${NAME}=${VALUE}`).then(() => process.exit(code));
    });
}
