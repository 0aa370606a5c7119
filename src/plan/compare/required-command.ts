import type { RequiredCommand } from '../../model/plan/step.ts';

/** What a host waits for, in words: `settings changed: rabbitmq.password; waits for reconfigure`. */
export function requiredCommandText({
  owes,
  changed,
}: {
  readonly owes: RequiredCommand;
  readonly changed: readonly string[];
}): string {
  return `settings changed: ${changed.join(', ')}; waits for ${owes}`;
}
