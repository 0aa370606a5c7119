import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, runJest } from './jest.ts';
import { recordTimes, stagesText } from './stage-times.ts';

/** Numbers of checks and tests. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Runs the tests of a stage. With `behind`, a file descriptor, they run at the lowest priority and write their output to
 * that file, because other stages run at the same time.
 */
export type Stage = (behind?: number) => Promise<Count>;
export type Stages = Readonly<Record<string, Stage>>;

/** Stages that run one after another: a failed stage does not stop the later ones. */
export class StageRun {
  #passed = 0;
  #failed = 0;
  readonly #seconds: Record<string, number> = {};
  readonly #startedAt = Date.now();

  get failed(): number {
    return this.#failed;
  }

  async run(name: string, stage: Stage): Promise<void> {
    console.log(`\n=== ${name}`);
    await this.#count(name, stage);
  }

  /** Runs a stage next to others, and prints its output when it has ended. */
  async runBehind(name: string, stage: Stage): Promise<void> {
    const directory = mkdtempSync(join(tmpdir(), 'quorate-stage-'));
    const file = join(directory, 'output');
    const output = openSync(file, 'w');
    try {
      await this.#count(name, async () => {
        const count = await stage(output);
        console.log(`\n=== ${name}, next to the stages above\n${readFileSync(file, 'utf8')}`);
        return count;
      });
    } finally {
      closeSync(output);
      rmSync(directory, { recursive: true });
    }
  }

  async #count(name: string, stage: () => Promise<Count>): Promise<void> {
    const startedAt = Date.now();
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
    console.log(`  from start to end: ${((Date.now() - this.#startedAt) / 1000).toFixed(0)} s`);
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
    process.exitCode = this.#failed > 0 ? 1 : 0;
  }
}

/** The stages that need no host, in the order of both `npm run check` and `npm test`. */
export const CHECKS: Stages = {
  types: check(['npm', 'run', '--silent', 'types']),
  lint: check(['npm', 'run', '--silent', 'lint']),
  rules: check(['npm', 'run', '--silent', 'rules']),
  // A third worker, because two of them wait for programs and sockets half of their time.
  'unit and integration': jest(['--selectProjects', 'unit', 'integration', '--maxWorkers', '3']),
  models: jest(['--selectProjects', 'models', '--maxWorkers', '2']),
};

/** A stage of one command, which counts as one check. */
export function check(command: readonly string[]): Stage {
  return async (behind) => {
    const code = await run(command, placed(behind));
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  };
}

/**
 * A stage that counts the tests of a jest run. A crash, or a failed run without a failed test, counts as one failure.
 */
export function jest(args: readonly string[], env: Readonly<Record<string, string>> = {}): Stage {
  return async (behind) => {
    const { code, result } = await runJest(args, { env, ...placed(behind) });
    if (!result) return { passed: 0, failed: 1 };
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    return { passed: result.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
  };
}

const placed = (behind: number | undefined) =>
  behind === undefined ? {} : { output: behind, under: ['nice', '-n', '19'] };
