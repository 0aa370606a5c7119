import type { RequiredCommand } from '../../model/plan/step.ts';

/** Names the changed settings and the required command: `settings changed: rabbitmq.password; requires reconfigure`. */
export function requiredCommandText({
  requires,
  changed,
}: {
  readonly requires: RequiredCommand;
  readonly changed: readonly string[];
}): string {
  return `settings changed: ${changed.join(', ')}; requires ${requires}`;
}
