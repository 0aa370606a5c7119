import type { HostCheck, CheckResult, SafeFix } from '../../../model/health/check.ts';
import type { HostName } from '../../../model/names.ts';
import { commandStep, inOrder, RUN_AGAIN, type Next } from '../../../model/next-step.ts';
import type { Rendered } from '../../../model/rendered.ts';

/** Builds the results of one check on one host. */
interface Results {
  readonly pass: (seen: Rendered) => CheckResult;
  readonly warn: (seen: Rendered, next: Next) => CheckResult;
  readonly fail: (seen: Rendered, next: Next) => CheckResult;
  readonly unknown: (seen: Rendered, next: Next) => CheckResult;
}

export function resultsOf(host: HostName, check: HostCheck): Results {
  return {
    pass: (seen) => ({ host, check, state: 'pass', seen }),
    warn: (seen, next) => ({ host, check, state: 'warn', seen, next }),
    fail: (seen, next) => ({ host, check, state: 'fail', seen, next }),
    unknown: (seen, next) => ({ host, check, state: 'unknown', seen, next }),
  };
}

/** Adds a fix that `check --fix` applies. */
export function fixable(result: CheckResult, fix: SafeFix): CheckResult {
  return { ...result, fix, next: commandStep('check', { flags: ['--fix'], purpose: fixText(fix) }) };
}

/** These steps, then the same command again. */
export function thenCheck(...steps: readonly Next[]): Next {
  return inOrder(...steps, RUN_AGAIN);
}

/** `enable chronyd` */
export function fixText(fix: SafeFix): string {
  return fix.kind === 'create-directory' ? `create the directory ${fix.path}` : `enable ${fix.unit}`;
}
