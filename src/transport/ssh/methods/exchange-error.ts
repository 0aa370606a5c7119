/** What Node and ssh2 say of an exchange that failed. */
export interface ExchangeError extends Error {
  readonly code?: string | undefined;
  /** A number: of a channel that was not opened (RFC 4254, section 5.1). OpenSSL has words there. */
  readonly reason?: number | string;
}

const NOT_OURS = 'its certificate was not issued by the CA that is expected there';

const NOT_LET_IN = 'it does not accept our client certificate';

const BY_CODE: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'timed out',
  ECONNRESET: 'it closed the connection',
  EPROTO: 'it does not speak TLS, or none that we accept',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet: are the clocks right?',
  SELF_SIGNED_CERT_IN_CHAIN: NOT_OURS,
  DEPTH_ZERO_SELF_SIGNED_CERT: `${NOT_OURS}, but by itself`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: NOT_OURS,
  UNABLE_TO_GET_ISSUER_CERT: NOT_OURS,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: NOT_OURS,
  CERT_SIGNATURE_FAILURE: NOT_OURS,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: NOT_LET_IN,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: NOT_LET_IN,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: NOT_LET_IN,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'it demands a client certificate',
};

/** Why nobody answered, in words for a person: refused, timed out, what is wrong with the certificate. */
export function silenceInWords(error: ExchangeError, address: string): string {
  if (error.code === 'ERR_TLS_CERT_ALTNAME_INVALID') return notCovered(error, address);
  if (typeof error.reason === 'number') return notOpened(error);
  return BY_CODE[error.code ?? ''] ?? error.message;
}

function notCovered(error: ExchangeError, address: string): string {
  const names = 'cert' in error ? (error.cert as { subjectaltname?: string }).subjectaltname : undefined;
  return `its certificate does not cover ${address}${names ? ` but ${names}` : ''}`;
}

function notOpened({ reason, message }: ExchangeError): string {
  if (reason === 1) return 'sshd does not forward connections there (AllowTcpForwarding)';
  if (/refused/i.test(message)) return 'refused';
  if (/timed out/i.test(message)) return 'timed out';
  if (/name (or service )?not known|no address associated|name resolution/i.test(message))
    return 'its name is not known there';
  return message.replace('(SSH) Channel open failure: ', '');
}
