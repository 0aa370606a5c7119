import type { HostName } from '../../../model/names.ts';
import { bad, lost, type Finding } from '../../../gates/findings.ts';
import type { FailedQuery } from '../../../gates/classify-answer.ts';

/** Where a connection was to go: `what` is the service in words, `at` is `address:port`. */
export interface End {
  readonly what: string;
  readonly at: string;
  readonly address: string;
}

interface Reason {
  /** In the transport's words for silence. */
  readonly says: RegExp;
  readonly why?: string;
  readonly next: (host: HostName, end: End) => string;
}

const REASONS: readonly Reason[] = [
  {
    says: /AllowTcpForwarding/,
    next: (host) => `on ${host}: sshd -T | grep -i -e allowtcpforwarding -e permitopen`,
  },
  { says: /connection lost/, next: (host) => `look whether ${host} is up: ssh ${host} uptime` },
  {
    says: /refused/,
    why: 'nothing listens there, or a firewall rejects it',
    next: (host, { at }) => `does it run, on that port? on ${host}: curl -v telnet://${at}`,
  },
  {
    says: /timed out|route|unreachable/i,
    why: 'a firewall drops it, or the address is wrong',
    next: (host, { at }) => `let ${host} through; on it: curl -v telnet://${at}`,
  },
  {
    says: /name is not known/,
    next: (host, { address }) => `correct the address, or on ${host}: getent hosts ${address}`,
  },
  {
    says: /not issued by the CA/,
    why: 'the CA given for it in the inventory, or else ca.crt, is another one',
    next: (_host, { at }) => `quorate certificates fetch ${at}`,
  },
  {
    says: /does not cover/,
    next: () => 'give an address that it covers, or have it issued with this one',
  },
  { says: /has expired/, next: (_host, { at }) => `have who runs ${at} renew it` },
  { says: /not valid yet/, next: (host) => `on ${host} and there: timedatectl` },
  {
    says: /client certificate/,
    why: 'it trusts another CA for its clients, or demands none of ours',
    next: (_host, { at }) => `have who runs ${at} trust the ca.crt of this cluster`,
  },
  {
    says: /TLS/,
    why: 'the product is configured for TLS only',
    next: (_host, { at }) => `have who runs ${at} turn on TLS, or correct the port`,
  },
];

/** An end that a host did not reach, with what it saw, why probably, and what to try. */
export function unreached(host: HostName, end: End, { cause, line, hopeless }: FailedQuery): Finding {
  const { why, next } = REASONS.find(({ says }) => says.test(line)) ?? OTHER;
  const words = `${end.what} ${end.at}: ${line}${why ? ` (${why})` : ''}`;
  const wrong = { cause, hint: next(host, end) };
  return hopeless ? lost(host, words, wrong) : bad(host, words, wrong);
}

const OTHER: Omit<Reason, 'says'> = { next: (host, { at }) => `on ${host}: curl -v telnet://${at}` };
