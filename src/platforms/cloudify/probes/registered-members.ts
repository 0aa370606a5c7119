import { registeredBrokers, registeredDatabases } from '../observe/manager.ts';
import type { Answer } from '../../../model/health/gate.ts';
import type { HostName } from '../../../model/names.ts';
import { good, unanswered, type Finding } from '../../../gates/findings.ts';
import { wrongListing, type ClusterListing } from '../../../gates/listing.ts';
import { classifyAnswer } from '../../../gates/classify-answer.ts';
import { checkPassword } from '../../../gates/advice.ts';

/** The registries of a manager, except that of the managers. */
export type Registered = 'brokers' | 'databases';

const READERS = { brokers: registeredBrokers, databases: registeredDatabases };

/**
 * Compares a registry of a manager with the inventory. A manager that is not installed or does not answer passes here,
 * because `manager-status` judges it.
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
    return good(
      host,
      answer?.kind === 'response' ? `does not list its ${what}` : 'no manager answers on this host',
    );
  }
  const wrong = wrongListing(host, nodes, { ...given, verb: 'register' });
  return wrong ?? good(host, `${nodes.length} ${what} registered`);
}
