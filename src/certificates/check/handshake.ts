import { once } from 'node:events';
import { duplexPair } from 'node:stream';
import { checkServerIdentity, connect, createServer } from 'node:tls';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { ISSUE_COMMAND } from './certificate-faults.ts';
import type { CertificateFault } from './finding.ts';
import type { CertificateUse } from './pairs.ts';

/** A certificate with its key, and the CAs of the programs that verify it (PEM). */
interface Presented {
  readonly certificate: string;
  readonly key: string;
  readonly trusted: string;
}

/** The verdict of TLS for each use: a code of OpenSSL. Absent if TLS accepts it. */
export interface HandshakeResult {
  readonly server?: string;
  readonly client?: string;
  /** The certificate as the other side received it; absent if the handshake failed. */
  readonly peer?: PeerCertificate;
}

/**
 * A handshake in memory takes milliseconds; the limit only keeps a bug from waiting forever. A machine that is overloaded or
 * that was suspended for some seconds must not make a certificate invalid.
 */
const LIMIT_MS = 60_000;
/** The security level of Debian 12 and RHEL 8. */
const LEVEL = 'DEFAULT@SECLEVEL=2';

/**
 * Makes one TLS handshake in memory, in which the certificate is shown by the server and by the client, so that the
 * verification of TLS itself decides about both uses. OpenSSL verifies for the time of this machine.
 */
export async function handshakeInMemory({ certificate, key, trusted }: Presented): Promise<HandshakeResult> {
  const own = { cert: certificate, key, ca: trusted, ciphers: LEVEL, rejectUnauthorized: false };
  const [there, here] = duplexPair();
  const limit = { signal: AbortSignal.timeout(LIMIT_MS) };
  let server: ReturnType<typeof createServer> | undefined;
  try {
    server = createServer({ ...own, requestCert: true });
    const failed = once(server, 'tlsClientError', limit).then(([error]) => Promise.reject(error as Error));
    const accepted = once(server, 'secureConnection', limit) as Promise<[TLSSocket]>;
    server.emit('connection', there);
    const client = connect({ ...own, socket: here, checkServerIdentity: () => undefined });
    const connected = once(client, 'secureConnect', limit);
    // With TLS 1.3 the client is connected before the server verifies it, so the server may fail later.
    client.on('error', () => undefined);
    const [[atServer]] = await Promise.race([Promise.all([accepted, connected]), failed]);
    return resultOf(atServer, client);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code ?? message;
    return { server: reason, client: reason };
  } finally {
    here.destroy();
    there.destroy();
    server?.close();
  }
}

function resultOf(atServer: TLSSocket, atClient: TLSSocket): HandshakeResult {
  const [server, client] = [atClient, atServer].map(codeOf);
  return {
    ...(server === undefined ? {} : { server }),
    ...(client === undefined ? {} : { client }),
    peer: atClient.getPeerCertificate(),
  };
}

/** Node has null or undefined if the other side's certificate is accepted. */
function codeOf({ authorizationError: found }: TLSSocket): string | undefined {
  const error = found as Error | string | null | undefined;
  if (error === null || error === undefined) return undefined;
  return typeof error === 'string' ? error : ((error as NodeJS.ErrnoException).code ?? error.message);
}

/** The dates are checked for the time of the command instead, so that tests can set it. */
const OF_DATES = ['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED'];

const REASONS: Readonly<Record<string, string>> = {
  UNSPECIFIED: 'it may have a critical extension that OpenSSL does not know',
  INVALID_PURPOSE: 'its key usage or extended key usage does not allow this use',
};

/** Returns what TLS refuses about a certificate in the uses and with the names that will occur. */
export function handshakeFaults(
  result: HandshakeResult,
  wanted: {
    readonly label: string;
    readonly uses: readonly CertificateUse[];
    readonly names: readonly string[];
  },
): readonly CertificateFault[] {
  const { label, uses, names } = wanted;
  const refused = uses.flatMap((use) => {
    const code = result[use];
    return code === undefined || OF_DATES.includes(code) ? [] : [refusedUse(label, use, code)];
  });
  const { peer } = result;
  const unnamed = peer ? names.filter((name) => checkServerIdentity(name, peer) !== undefined) : [];
  if (refused.length > 0 || unnamed.length === 0) return refused;
  return [{ check: 'names', what: `TLS refuses ${label} for ${unnamed.join(', ')}`, next: ISSUE_COMMAND }];
}

const refusedUse = (label: string, use: CertificateUse, code: string): CertificateFault => ({
  check: 'use',
  what: `TLS refuses ${label} as the certificate of a ${use}: ${code}`,
  ...(REASONS[code] === undefined ? {} : { why: REASONS[code] }),
  next: ISSUE_COMMAND,
});
