import type { Owed } from '../../model/plan/step.ts';

/** What a host waits for, in words: `settings changed: rabbitmq.password; waits for reconfigure`. */
export function owedInWords({
  owes,
  changed,
}: {
  readonly owes: Owed;
  readonly changed: readonly string[];
}): string {
  return `settings changed: ${changed.join(', ')}; waits for ${owes}`;
}
