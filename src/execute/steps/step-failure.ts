import { StepError } from '../../errors/errors.ts';
import { classifyFailure } from '../../gates/causes/classify-failure.ts';
import { knownErrorIn } from '../../gates/causes/known-error.ts';
import type { RepairNames } from '../../gates/causes/known-message.ts';
import { inOrder, RUN_AGAIN, type ShellStep } from '../../model/next-step.ts';
import type { Facts } from '../../model/host/facts.ts';
import type { Step } from '../../model/plan/step.ts';
import type { At } from './attempt.ts';

/** A step whose command, job or file failed on its host. */
export interface FailedStep {
  readonly step: Step;
  readonly at: At;
  readonly names: RepairNames;
  /** The action of the step, and how it ended: `cfy_manager install -v: exit code 1`. */
  readonly how: string;
  readonly exit?: number | undefined;
  /** The last lines of the output. */
  readonly lines: readonly string[];
  /** Read on the host after the failure. */
  readonly machine?: Pick<Facts, 'diskFree' | 'listening'> | undefined;
  /** Lines of the kernel about a process that it killed because memory ran out. */
  readonly kernel?: readonly string[] | undefined;
  /** The command that prints all output, or the journal. */
  readonly show: ShellStep;
}

/** Returns the error of a failed step: how it ended, the line that proves the cause, its last lines and the next step. */
export function stepFailure(failed: FailedStep): StepError {
  const { step, at, names, how, exit, lines, machine, kernel = [], show } = failed;
  const failedHost = { ...names, host: at.host };
  const known = knownErrorIn([...lines, ...kernel], failedHost);
  const { cause, why, proof, next } = classifyFailure({ failedHost, known, exit, machine });
  return new StepError([
    {
      where: at.host,
      what: `${step.title} failed: ${how}`,
      cause,
      why,
      next: next ?? inOrder(show, 'fix what the output reports', RUN_AGAIN),
      lines: proof === undefined || lines.includes(proof) ? lines : [proof, ...lines],
    },
  ]);
}
