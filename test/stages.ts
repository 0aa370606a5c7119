import { run, runJest } from './jest.ts';
import { recordTimes, stagesText } from './stage-times.ts';

/** Numbers of checks and tests. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
}

export type Stages = Readonly<Record<string, () => Promise<Count>>>;

/** Stages that run one after another: a failed stage does not stop the later ones. */
export class StageRun {
  #passed = 0;
  #failed = 0;
  readonly #seconds: Record<string, number> = {};

  get failed(): number {
    return this.#failed;
  }

  async run(name: string, stage: () => Promise<Count>): Promise<void> {
    const startedAt = Date.now();
    console.log(`\n=== ${name}`);
    const { passed, failed } = await stage();
    this.#passed += passed;
    this.#failed += failed;
    const took = (Date.now() - startedAt) / 1000;
    this.#seconds[name] = took;
    console.log(`=== ${name}: ${passed} passed, ${failed} failed, ${took.toFixed(0)} s`);
  }

  /** Prints the time of each stage and, as the last line, the counts. Sets the exit code. */
  end(): void {
    recordTimes(this.#seconds);
    console.log(`\nTimes by stage:\n${stagesText(Object.keys(this.#seconds), this.#seconds)}`);
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
    process.exitCode = this.#failed > 0 ? 1 : 0;
  }
}

/** The stages that need no host, in the order of both `npm run check` and `npm test`. */
export const CHECKS: Stages = {
  types: () => check(['npm', 'run', '--silent', 'types']),
  lint: () => check(['npm', 'run', '--silent', 'lint']),
  rules: () => check(['npm', 'run', '--silent', 'rules']),
  // A third worker, because two of them wait for programs and sockets half of their time.
  'unit and integration': () => jest(['--selectProjects', 'unit', 'integration', '--maxWorkers', '3']),
  models: () => jest(['--selectProjects', 'models', '--maxWorkers', '2']),
};

/** Counts a command as one check. */
export async function check(command: readonly string[]): Promise<Count> {
  const code = await run(command);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

/**
 * Counts the tests of a jest run. A crash, or a failed run without a failed test, counts as one failure.
 */
export async function jest(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Count> {
  const { code, result } = await runJest(args, { env });
  if (!result) return { passed: 0, failed: 1 };
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return { passed: result.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}
