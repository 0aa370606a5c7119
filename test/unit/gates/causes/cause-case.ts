import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Problem } from '../../../../src/errors/errors.ts';
import { gateFailures } from '../../../../src/execute/gates/gate-failures.ts';
import { stepFailure } from '../../../../src/execute/steps/step-failure.ts';
import type { FailureCause, FailureClass } from '../../../../src/model/health/gate.ts';
import type { GateName, HostName } from '../../../../src/model/names.ts';
import { shellOn } from '../../../../src/model/next-step.ts';
import { platformOf } from '../../../../src/registry/platforms.ts';
import { TYPED } from '../../cli/commands.ts';
import { renderProblem } from '../../../../src/report/problems.ts';

/** Facts of a failure that a real product produced: `case.json`, with its messages in `output.txt`. */
export interface CauseCase {
  /** The product, and where its message comes from. */
  readonly source: string;
  readonly cause: FailureCause;
  readonly host: HostName;
  /** Set if the case was written before the classifier and not used while writing it. */
  readonly heldOut?: true;
  readonly step?: {
    readonly command: readonly string[];
    readonly exit: number;
    /** Lines of the kernel. */
    readonly kernel?: readonly string[];
  };
  readonly gate?: { readonly gate: GateName; readonly class: FailureClass; readonly line: string };
}

export const CASES = fileURLToPath(new URL('golden', import.meta.url));
export const CASE_NAMES = readdirSync(CASES).sort();

export function causeCase(name: string): CauseCase {
  return JSON.parse(readFileSync(`${CASES}/${name}/case.json`, 'utf8')) as CauseCase;
}

export function outputOf(name: string): readonly string[] {
  return readFileSync(`${CASES}/${name}/output.txt`, 'utf8').trimEnd().split('\n');
}

/** The problem that an operator gets for the case. */
export function problemOf(name: string): Problem {
  const { host, step, gate } = causeCase(name);
  const names = platformOf({ platform: 'cloudify' });
  const lines = outputOf(name);
  const [problem] = gate
    ? gateFailures({ check: gate, verdict: { class: gate.class }, waited: ' after 5m', names }, [
        { seen: { host, ok: false, line: gate.line }, log: lines },
      ])
    : stepFailure({
        step: { title: 'step' } as never,
        at: { phase: 'phase', host },
        ...{ names, lines, exit: step?.exit, kernel: step?.kernel, show: shellOn(host, 'journalctl -n 50') },
        how: `${step?.command.join(' ')}: exit code ${step?.exit}`,
      }).problems;
  if (!problem) throw new Error(`the case ${name} has no problem`);
  return problem;
}

export function renderedCase(name: string): string {
  return `${renderProblem(problemOf(name), TYPED).join('\n')}\n`;
}
