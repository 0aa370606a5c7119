import { shellHere, inOrder } from '../../../model/next-step.ts';
import type { Problem } from '../../../errors/errors.ts';
import type { FailedLogin } from './failed-login.ts';
import type { Messages } from './messages.ts';

interface Kind {
  /** Keyword of sshd_config and ssh_config. */
  readonly keyword: string;
  /** Argument of `ssh -Q`. */
  readonly query: string;
}

/** The kinds of algorithms, by the text of ssh. */
const KINDS: Readonly<Record<string, Kind>> = {
  'key exchange method': { keyword: 'KexAlgorithms', query: 'kex' },
  'host key type': { keyword: 'HostKeyAlgorithms', query: 'HostKeyAlgorithms' },
  cipher: { keyword: 'Ciphers', query: 'cipher' },
  MAC: { keyword: 'MACs', query: 'mac' },
};

/** Describes a handshake without a common algorithm, with the offer of the host. */
export function algorithmProblem(
  { host }: FailedLogin,
  { match }: Messages,
): Omit<Problem, 'where'> | undefined {
  const [, name = '', offer] =
    match(/^Unable to negotiate with .*: no matching (.+) found\. Their offer: (.*)$/) ?? [];
  const kind = KINDS[name];
  if (offer === undefined || !kind) return undefined;
  return {
    what: `cannot connect to ${host.address} port ${host.ssh.port}: no common ${name}`,
    why: 'the sshd of the host allows only algorithms that ssh on this machine does not have, or that ssh_config excludes',
    next: inOrder(
      shellHere(`ssh -Q ${kind.query}`, 'compare with the algorithms of this machine'),
      `allow one of them with ${kind.keyword} in /etc/ssh/sshd_config on ${host.name}`,
    ),
    lines: [`${host.name}: ${offer.split(',').filter(isAlgorithm).join(',')}`],
  };
}

/** False for an entry of the key exchange that announces an extension. */
function isAlgorithm(name: string): boolean {
  return !/^(kex-strict-|ext-info-)/.test(name);
}
