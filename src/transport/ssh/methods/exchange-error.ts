import type { NoAnswer, NoAnswerCause } from '../../../model/health/gate.ts';

/** An error of Node, OpenSSL or ssh2 that ended an exchange. */
export interface ExchangeError extends Error {
  readonly code?: string | undefined;
  /** From ssh2, the number that says why a channel was not opened (RFC 4254, section 5.1); from OpenSSL, a text. */
  readonly reason?: number | string;
}

type Known = readonly [cause: NoAnswerCause, text: string];

const UNTRUSTED: Known = ['certificate-untrusted', 'the certificate was not issued by the expected CA'];
const CLIENT_REJECTED: Known = ['client-certificate', 'the server rejected our client certificate'];
const NO_TLS: Known = ['tls', 'the server does not speak TLS'];

const BY_CODE: Readonly<Record<string, Known>> = {
  ECONNREFUSED: ['refused', 'refused'],
  ETIMEDOUT: ['timeout', 'timed out'],
  ECONNRESET: ['closed', 'the server closed the connection'],
  EPIPE: ['closed', 'the server closed the connection'],
  EPROTO: ['tls', 'the server does not speak TLS, or no version that we accept'],
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  CERT_HAS_EXPIRED: ['certificate-expired', 'the certificate has expired'],
  CERT_NOT_YET_VALID: [
    'certificate-not-yet-valid',
    'the certificate is not valid yet; check the clocks of both machines',
  ],
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'certificate-untrusted',
    'the certificate is self-signed, not issued by the expected CA',
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_SIGNATURE_FAILURE: UNTRUSTED,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: CLIENT_REJECTED,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: CLIENT_REJECTED,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: CLIENT_REJECTED,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: [
    'client-certificate',
    'the server requires a client certificate',
  ],
};

/** Causes by pattern, for codes that BY_CODE does not list. The text for them is the error's own message. */
const BY_KIND: readonly (readonly [RegExp, NoAnswerCause])[] = [
  [/^ERR_SSL_.*CERTIFICATE/, 'client-certificate'],
  [/^ERR_(SSL|TLS)_/, 'tls'],
  [/CERT|^(INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/, 'certificate-untrusted'],
];

/** Reads the cause of a failed exchange from the error, and describes it. */
export function noAnswer(error: ExchangeError, address: string): NoAnswer {
  const [cause, text] = known(error, address) ?? [causeOf(error), error.message];
  return { kind: 'no-answer', cause, text };
}

function known(error: ExchangeError, address: string): Known | undefined {
  if (error.code === 'ERR_TLS_CERT_ALTNAME_INVALID') return notCovered(error, address);
  if (typeof error.reason === 'number') return notOpened(error);
  return error instanceof HandshakeTimeout ? ['tls', error.message] : BY_CODE[error.code ?? ''];
}

function causeOf({ code = '' }: ExchangeError): NoAnswerCause {
  return BY_KIND.find(([pattern]) => pattern.test(code))?.[1] ?? 'other';
}

function notCovered(error: ExchangeError, address: string): Known {
  const names = 'cert' in error ? (error.cert as { subjectaltname?: string }).subjectaltname : undefined;
  return ['certificate-name', `the certificate does not cover ${address}${names ? `, only ${names}` : ''}`];
}

/** Causes by the text with which sshd refuses to open a channel: the error text of the host's C library. */
const CHANNEL_ERRORS: readonly {
  readonly pattern: RegExp;
  readonly cause: NoAnswerCause;
  readonly text?: string;
}[] = [
  { pattern: /refused/i, cause: 'refused', text: 'refused' },
  { pattern: /timed out/i, cause: 'timeout', text: 'timed out' },
  { pattern: /no route|unreachable/i, cause: 'no-route' },
  {
    pattern: /name (or service )?not known|no address associated|name resolution/i,
    cause: 'unknown-name',
    text: 'the host cannot resolve the name',
  },
];

function notOpened({ reason, message }: ExchangeError): Known {
  if (reason === 1) return ['forwarding-denied', 'sshd does not allow forwarding (AllowTcpForwarding)'];
  const found = CHANNEL_ERRORS.find(({ pattern }) => pattern.test(message));
  return [found?.cause ?? 'other', found?.text ?? message.replace('(SSH) Channel open failure: ', '')];
}

/** The peer accepted the connection and did not finish the TLS handshake in time. */
export class HandshakeTimeout extends Error {
  constructor() {
    super('the TLS handshake timed out');
    this.name = 'HandshakeTimeout';
  }
}
