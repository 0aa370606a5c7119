import { registeredBrokers, registeredDatabases } from '../observe/manager.ts';
import type { Answer } from '../../../model/health/gate.ts';
import type { HostName } from '../../../model/names.ts';
import { good, unanswered, type Finding } from '../../../gates/findings.ts';
import { wrongListing, type ClusterListing } from '../../../gates/listing.ts';
import { classifyAnswer } from '../../../gates/classify-answer.ts';
import { checkPassword } from '../../../gates/advice.ts';

/** What managers have registered besides each other. */
export type Registered = 'brokers' | 'databases';

const READERS = { brokers: registeredBrokers, databases: registeredDatabases };

/**
 * What a manager has registered, beside what the inventory says: the third of the three sets. A manager that is not
 * there yet, or does not answer, is not this question's business: `manager-status` judges it.
 */
export function registered(
  host: HostName,
  what: Registered,
  { answer, ...given }: { readonly answer: Answer | undefined } & Pick<ClusterListing, 'expected' | 'hints'>,
): Finding {
  const trouble = classifyAnswer(answer, 200);
  if (trouble?.class === 'credentials') {
    const hint = checkPassword('manager_admin_password');
    return unanswered(host, { ...trouble, line: `${what}: ${trouble.line}` }, { otherwise: hint });
  }
  const nodes = READERS[what](answer);
  if (!nodes) {
    return good(host, answer?.kind === 'response' ? `does not tell its ${what}` : 'no manager to ask yet');
  }
  const wrong = wrongListing(host, nodes, { ...given, verb: 'register' });
  return wrong ?? good(host, `${nodes.length} ${what} registered`);
}
