import { canonicalAddress } from '../../../model/address.ts';
import type { CheckResult } from '../../../model/health/check.ts';
import type { Facts } from '../../../model/host/facts.ts';
import type { HostName } from '../../../model/names.ts';
import { commandStep } from '../../../model/next-step.ts';
import { resultsOf } from './result.ts';

/**
 * Checks that the host's certificate names an address that the host really has. @param named the IP addresses in the
 * certificate
 */
export function certificateChecks(
  host: HostName,
  named: readonly string[],
  { addresses }: Pick<Facts, 'addresses'>,
): readonly CheckResult[] {
  if (named.length === 0) return [];
  const { pass, fail } = resultsOf(host, 'certificate');
  const own = addresses.map(canonicalAddress);
  const common = named.filter((address) => own.includes(canonicalAddress(address)));
  if (common.length > 0) return [pass(common.join(', '))];
  return [
    fail(
      `the certificate names ${named.join(', ')}; the host has ${addresses.join(', ')}`,
      commandStep('certificates check', { purpose: 'correct private_ip, then reissue the certificate' }),
    ),
  ];
}
