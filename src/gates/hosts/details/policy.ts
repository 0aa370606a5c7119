// Names of commands: cspell:ignore setsebool
import { shellOn } from '../../../model/next-step.ts';
import type { CheckResult } from '../../../model/health/check.ts';
import type { Answer } from '../../../model/health/gate.ts';
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
    thenCheck(shellOn(host, 'setsebool -P haproxy_connect_any on')),
  );
}

/** Reports the firewall that runs. The check `peers` tests what it lets through. */
export function firewallCheck(host: HostName, { firewalls }: Pick<HostDetails, 'firewalls'>): CheckResult {
  return resultsOf(host, 'firewall').pass(firewalls.join(', ') || 'none');
}

/** Checks that sshd allows forwarding, which the probes of gates need. @param through a connection through the host */
export function forwardingCheck(host: HostName, through: Answer | undefined): CheckResult {
  const { pass, warn, fail } = resultsOf(host, 'forwarding');
  const next = thenCheck(
    'set AllowTcpForwarding yes',
    shellOn(host, 'sshd -T | grep -i -e disableforwarding -e allowtcpforwarding -e permitopen'),
  );
  if (through?.kind === 'no-answer' && through.cause === 'forwarding-denied')
    return fail('sshd does not allow forwarding, which the health probes need', next);
  const isFallback = through !== undefined && 'onHost' in through;
  return isFallback
    ? warn('sshd does not allow forwarding: health probes run curl and openssl on the host', next)
    : pass('allowed');
}
