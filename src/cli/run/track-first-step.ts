import type { Emit } from '../../events/events.ts';
import { execute } from '../../execute/execute.ts';

/** `execute`, and whether it has begun a step by now: until then no host was changed. */
export function trackFirstStep(): { readonly start: typeof execute; readonly begun: () => boolean } {
  let begun = false;
  const start: typeof execute = (plan, env) => {
    const emit: Emit = (event) => {
      begun ||= event.kind === 'step.started';
      env.emit(event);
    };
    return execute(plan, { ...env, emit });
  };
  return { start, begun: () => begun };
}
