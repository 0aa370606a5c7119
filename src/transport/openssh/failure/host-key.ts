import { inOrder, shellHere, shellOn } from '../../../model/next-step.ts';
import type { Problem } from '../../../errors/errors.ts';
import { canonicalAddress } from '../../../model/address.ts';
import type { Host } from '../../../model/cluster.ts';
import { quote } from '../../ssh/quote.ts';
import { RECORD_KEY } from '../../ssh/record-key.ts';
import type { FailedLogin } from './failed-login.ts';
import { messagesOf } from './messages.ts';
import type { Messages } from './messages.ts';

/** Describes a host key that ssh refused. */
export function hostKeyProblem(
  { host }: FailedLogin,
  messages: Messages,
): Omit<Problem, 'where'> | undefined {
  const { match } = messages;
  if (!match(/^Host key verification failed/)) return undefined;
  const shown = shownKey(messages);
  if (match(/was revoked and you have requested strict checking/)) return revoked(shown);
  if (match(/has changed and you have requested strict checking/)) return changed(host, shown, messages);
  const fault = match(/^Certificate invalid: (.+)$/)?.[1];
  if (fault !== undefined) return invalidCertificate(host, shown, fault);
  return {
    what: `unknown host key: ${shown}`,
    why: `no line for ${nameOf(host, messages)} in ${host.ssh.knownHosts}`,
    next: RECORD_KEY,
  };
}

/** The fingerprint of a new host key that ssh added to known_hosts; undefined if it added none. */
export function acceptedKey(lines: readonly string[]): string | undefined {
  const { match } = messagesOf(lines);
  if (!match(/^Warning: Permanently added /)) return undefined;
  return match(/^Server host key: \S+ (SHA256:\S+)/)?.[1];
}

/** Fingerprint and type of the key that the host presented. */
function shownKey({ match }: Messages): string {
  const [, type = 'unknown type', fingerprint = 'unknown'] =
    match(/^Server host (?:key|certificate): (\S+) (SHA256:[^\s,]+)/) ?? [];
  return `${fingerprint} (${type})`;
}

/** The name under which ssh looks the key up. HostKeyAlias can change it. */
function nameOf({ address, ssh }: Host, { match }: Messages): string {
  const looked = match(/host key is known for (\S+) and you have requested strict checking/)?.[1];
  return (
    looked ?? (ssh.port === 22 ? canonicalAddress(address) : `[${canonicalAddress(address)}]:${ssh.port}`)
  );
}

function revoked(shown: string): Omit<Problem, 'where'> {
  return {
    what: `revoked host key: ${shown}`,
    why: 'marked as @revoked in known_hosts, so that an attacker may have the key',
    next: 'generate a new host key, or correct that line',
  };
}

function changed(host: Host, shown: string, messages: Messages): Omit<Problem, 'where'> {
  const [, type, at] = messages.match(/^Offending (\S+) key in (.+)$/) ?? [];
  const name = messages.match(/^Host key for (\S+) has changed/)?.[1] ?? nameOf(host, messages);
  const file = at?.replace(/:\d+$/, '') ?? host.ssh.knownHosts;
  return {
    what: `the host key has changed: ${shown}`,
    why: 'the host was reinstalled, another host has its address, or an attacker intercepts the connection',
    next: shellHere(`ssh-keygen -R ${quote(name)} -f ${quote(file)}`, 'if the host was reinstalled'),
    ...(at === undefined ? {} : { lines: [`known: ${type} ${at}`] }),
  };
}

function invalidCertificate(host: Host, shown: string, fault: string): Omit<Problem, 'where'> {
  return {
    what: `the host certificate is not valid: ${fault}`,
    why: `the host presents ${shown}, whose CA is trusted`,
    next: inOrder(
      `issue the certificate again for ${host.address}`,
      shellOn(host.name, 'for file in /etc/ssh/ssh_host_*_key-cert.pub; do ssh-keygen -Lf "$file"; done'),
    ),
  };
}
