import { printable } from '../../model/rendered.ts';
import type { InspectedPair } from '../read/inspect.ts';
import { missingNames } from '../check/names.ts';

/**
 * Why a certificate has to be issued, in a few words; undefined when the one that is there serves. Whom its key can
 * be read by is for chmod.
 */
export function reasonToIssue(
  { pair, certificate, key, x509, findings }: InspectedPair,
  { renew }: { readonly renew: boolean },
): string | undefined {
  if (!certificate || !key) return 'new';
  const [wrong] = findings.filter(({ check }) => check !== 'mode');
  if (wrong) return printable(wrong.what);
  const missing = x509 ? missingNames(x509, pair.issue.names) : [];
  if (missing.length > 0) return `it does not name ${missing.join(', ')}`;
  return renew ? 'renewed' : undefined;
}
