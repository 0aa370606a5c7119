import { printable } from '../../model/rendered.ts';
import type { InspectedPair } from '../read/inspect.ts';
import { missingNames } from '../check/names.ts';

/**
 * Returns why a certificate must be issued, as text; undefined if the existing one is valid. The mode of its key is no
 * reason, because chmod fixes it.
 */
export function reasonToIssue(
  { pair, certificate, key, x509, findings }: InspectedPair,
  { renew }: { readonly renew: boolean },
): string | undefined {
  if (!certificate || !key) return 'new';
  const [fault] = findings.filter(({ check }) => check !== 'mode');
  if (fault) return printable(fault.what);
  const missing = x509 ? missingNames(x509, pair.issue.names) : [];
  if (missing.length > 0) return `does not name ${missing.join(', ')}`;
  return renew ? 'renewed' : undefined;
}
