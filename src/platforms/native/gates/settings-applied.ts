import { waitsForRestart } from '../../../components/patroni/answers.ts';
import { bad, good, unanswered, verdictOf, type Finding } from '../../../gates/findings.ts';
import { classifyAnswer } from '../../../gates/classify-answer.ts';
import type { Gate } from '../../../gates/gate.ts';
import { queriedMembers } from '../../../gates/listing.ts';
import { queryMembers } from '../../../gates/query-members.ts';
import { MINUTE, SECOND } from '../../../model/duration.ts';
import type { MemberAnswers } from '../../../model/health/gate.ts';
import type { Membership } from '../../../model/health/membership.ts';
import type { HostName } from '../../../model/names.ts';
import { commandStep } from '../../../model/next-step.ts';
import { membershipQuery } from '../probes/membership-query.ts';

/** Passes if every database runs with all of its parameters. Patroni notices a changed one within 10 s. */
export const settingsApplied: Gate = {
  title: 'every database runs with its parameters',
  ready: 'no database waits for a restart to apply a changed parameter',
  timing: { timeoutMs: MINUTE, intervalMs: 3 * SECOND, consecutive: 2 },
  queries: queryMembers({ membershipQuery }, 'database', ['postgres']),
  judge: (answers, args) => {
    const { expected } = args as { readonly expected: Membership['expected'] };
    return verdictOf(queriedMembers(expected).map(({ host }) => judge(host, answers[host] ?? {})));
  },
};

function judge(host: HostName, answers: MemberAnswers): Finding {
  // reconfigure restarts only the members whose settings in the inventory changed.
  const hint = commandStep('restart', { flags: ['--role', 'database'] });
  const failed = classifyAnswer(answers.postgres, 200);
  if (failed) return unanswered(host, failed, { otherwise: hint });
  return waitsForRestart(answers.postgres)
    ? bad(host, 'waits for a restart to apply a changed parameter', { class: 'health', hint })
    : good(host, 'runs with its parameters');
}
