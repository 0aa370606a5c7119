import type { RequiredCommand } from '../../model/plan/step.ts';
import type { Rendered } from '../../model/rendered.ts';

/** Names the changed settings and the required command: `settings changed: rabbitmq.password; requires reconfigure`. */
export function requiredCommandText({
  requires,
  changed,
}: {
  readonly requires: RequiredCommand;
  readonly changed: readonly string[];
}): Rendered {
  return `settings changed: ${changed.join(', ')}; requires ${requires}`;
}
