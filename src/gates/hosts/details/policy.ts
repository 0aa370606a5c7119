// Names of commands: cspell:ignore setsebool
import type { CheckResult } from '../../../model/health/check.ts';
import type { NoAnswer } from '../../../model/health/gate.ts';
import type { HostDetails } from '../../../model/host/details.ts';
import type { HostName, Role } from '../../../model/names.ts';
import { resultsOf, thenCheck } from './result.ts';

/** Checks whether SELinux lets HAProxy connect to the ports of the managers. */
export function selinuxCheck(
  { host, role }: { readonly host: HostName; readonly role: Role },
  { selinux = 'none', haproxyMayConnect }: Pick<HostDetails, 'selinux' | 'haproxyMayConnect'>,
): CheckResult {
  const { pass, warn } = resultsOf(host, 'selinux');
  if (role !== 'load_balancer' || selinux !== 'enforcing' || haproxyMayConnect !== false)
    return pass(selinux);
  return warn(
    'SELinux is enforcing, and HAProxy may connect only to the usual ports of the web',
    thenCheck(`on ${host}: setsebool -P haproxy_connect_any on`),
  );
}

/** Reports the firewall that runs. The check `peers` tests what it lets through. */
export function firewallCheck(host: HostName, { firewalls }: Pick<HostDetails, 'firewalls'>): CheckResult {
  return resultsOf(host, 'firewall').pass(firewalls.join(', ') || 'none');
}

/** Checks that sshd allows forwarding, which the probes of gates need. @param failure of a connection through the host */
export function forwardingCheck(host: HostName, failure: NoAnswer | undefined): CheckResult {
  const { pass, fail } = resultsOf(host, 'forwarding');
  if (failure?.cause !== 'forwarding-denied') return pass('allowed');
  return fail(
    'sshd does not allow forwarding, which the health probes need',
    thenCheck(
      `set AllowTcpForwarding yes; on ${host}: sshd -T | grep -i -e allowtcpforwarding -e permitopen`,
    ),
  );
}
