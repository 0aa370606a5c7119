import type { QueryCause } from '../model/health/gate.ts';
import { thenVerify } from './advice.ts';
import type { HostName } from '../model/names.ts';
import { bad, lost, type Finding } from './findings.ts';
import type { FailedQuery } from './classify-answer.ts';
import { commandStep, shellOn, type Next, inOrder, either, manual } from '../model/next-step.ts';

/** The target of a connection: `what` names the service, `at` is `address:port`. */
interface End {
  readonly what: string;
  readonly at: string;
  readonly address: string;
}

interface Reason {
  readonly why?: string;
  readonly next: (host: HostName, end: End) => Next;
}

const BLOCKED: Reason = {
  why: 'a firewall drops the connection, or the address is wrong',
  next: (host, { at }) => inOrder(`allow ${host} in the firewall`, shellOn(host, `curl -v telnet://${at}`)),
};

const REASONS: Partial<Readonly<Record<QueryCause, Reason>>> = {
  'forwarding-denied': {
    next: (host) =>
      shellOn(host, 'sshd -T | grep -i -e disableforwarding -e allowtcpforwarding -e permitopen'),
  },
  'connection-lost': { next: (host) => commandStep('check', { purpose: `check that ${host} is up` }) },
  refused: {
    why: 'no process listens on this port, or a firewall rejects the connection',
    next: (host, { at }) => inOrder('check the service', shellOn(host, `curl -v telnet://${at}`)),
  },
  timeout: BLOCKED,
  'no-route': BLOCKED,
  'unknown-name': {
    next: (host, { address }) =>
      either(manual('correct the address'), shellOn(host, `getent hosts ${address}`)),
  },
  'certificate-untrusted': {
    why: 'the CA file for this service (by default ca.crt) belongs to a different CA',
    next: (_host, { at }) => commandStep('certificates fetch', { insteadOfInventory: at }),
  },
  'certificate-name': {
    next: () =>
      thenVerify('set an address that the certificate names, or have it reissued with this address'),
  },
  'certificate-expired': {
    next: (_host, { at }) => thenVerify(`ask the operator of ${at} to renew its certificate`),
  },
  'certificate-not-yet-valid': {
    next: (host, { at }) =>
      inOrder(`compare the clocks of ${host} and of ${at}`, shellOn(host, 'timedatectl')),
  },
  'client-certificate': {
    why: 'the service trusts another CA for its clients, or the client has no certificate',
    next: (_host, { at }) => thenVerify(`ask the operator of ${at} to trust this cluster's ca.crt`),
  },
  tls: {
    why: 'the product connects to this service only over TLS',
    next: (_host, { at }) => thenVerify(`ask the operator of ${at} to enable TLS, or correct the port`),
  },
};

/** The finding for an external service that a host did not reach: the cause, the probable reason and the next action. */
export function unreached(host: HostName, end: End, failure: FailedQuery): Finding {
  const { why, next } = REASONS[failure.cause] ?? OTHER;
  const line = `${end.what} ${end.at}: ${failure.line}${why ? ` (${why})` : ''}`;
  const wrong = { class: failure.class, hint: next(host, end), cause: failure.cause };
  return failure.failed ? lost(host, line, wrong) : bad(host, line, wrong);
}

const OTHER: Reason = { next: (host, { at }) => shellOn(host, `curl -v telnet://${at}`) };
