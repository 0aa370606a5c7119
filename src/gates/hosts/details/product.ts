import { shellOn } from '../../../model/next-step.ts';
import type { CheckResult } from '../../../model/health/check.ts';
import type { Answer } from '../../../model/health/gate.ts';
import type { HostName } from '../../../model/names.ts';
import { resultsOf, thenCheck } from './result.ts';

/** Exit code of a shell for a program that is not installed. */
const NOT_FOUND = 127;

/** Reports the result of the product's own check, which its package provides. */
export function productCheck(
  { host, validate }: { readonly host: HostName; readonly validate?: string },
  answer: Answer | undefined,
): readonly CheckResult[] {
  if (validate === undefined || answer?.kind !== 'exited' || answer.code === NOT_FOUND) return [];
  const { pass, fail } = resultsOf(host, 'product');
  if (answer.code === 0) return [pass(`${validate} succeeds`)];
  const line = `${answer.stdout}\n${answer.stderr}`.trim().split('\n').at(-1) ?? '';
  const seen = `${validate} fails: ${line}`;
  return [fail(seen, thenCheck('correct what it names', shellOn(host, validate)))];
}
