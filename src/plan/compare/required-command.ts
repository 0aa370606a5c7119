import type { RequiredCommand } from '../../model/plan/step.ts';

/** What a host waits for, in words: `settings changed: rabbitmq.password; waits for reconfigure`. */
export function requiredCommandText({
  requires,
  changed,
}: {
  readonly requires: RequiredCommand;
  readonly changed: readonly string[];
}): string {
  return `settings changed: ${changed.join(', ')}; waits for ${requires}`;
}
