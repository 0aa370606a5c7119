import { basename } from 'node:path';
import type { CertificateCheck, CertificateFinding } from './finding.ts';
import { CHECK_NAMES } from './finding.ts';
import type { InspectedPair, CertificateInspection } from '../read/inspect.ts';
import { daysLeft, validityOf } from '../read/parse.ts';
import type { ExternalServiceCa } from './external-service-ca.ts';
import type { EpochMs } from '../../model/duration.ts';

/** `unknown`: the check needs a file that cannot be read; `none`: the check does not apply. */
export type CertificateCheckState = 'ok' | 'warning' | 'wrong' | 'unknown' | 'none';

/** The results of all checks of one certificate. */
export interface CertificateRow {
  /** Absent for a CA. */
  readonly host?: string;
  /** The file name without `.crt` or `.key`. */
  readonly file: string;
  readonly checks: Readonly<Record<CertificateCheck, CertificateCheckState>>;
  /** Negative after expiry. Absent if the certificate cannot be read. */
  readonly daysLeft?: number;
  readonly until?: EpochMs;
}

const CERTIFICATE_CHECKS: readonly CertificateCheck[] = ['chain', 'dates', 'names', 'use'];
const HOST_CHECKS: readonly CertificateCheck[] = ['names', 'use', 'key', 'mode'];

/** Returns one row for the CA, for each CA of an external service and for each pair of a cluster. */
export function certificateRows(
  { ca, services, pairs }: CertificateInspection,
  now: EpochMs,
): readonly CertificateRow[] {
  const authority = ca.authority?.ca;
  const read = authority ? 'ok' : 'unknown';
  const ofCa = statesOf(ca.findings, (check) => (HOST_CHECKS.includes(check) ? 'none' : read));
  return [
    { file: 'ca', checks: ofCa, ...lifetimeOf(authority, now) },
    ...services.map((service) => serviceRow(service, now)),
    ...pairs.map((inspected) => ({
      host: inspected.pair.host,
      file: inspected.pair.file,
      checks: statesOf(inspected.findings, (check) =>
        stateWithoutFindings(check, inspected, authority !== undefined),
      ),
      ...lifetimeOf(inspected.x509, now),
    })),
  ];
}

/** Checks of an external service's CA: only `certificate` and `dates`. Only the CA that expires last counts. */
function serviceRow({ path, cas: [longest], findings }: ExternalServiceCa, now: EpochMs): CertificateRow {
  const checks = statesOf(findings, (check) => {
    if (check !== 'certificate' && check !== 'dates') return 'none';
    return longest ? 'ok' : 'unknown';
  });
  return { file: basename(path).replace(/\.(?:crt|pem)$/, ''), checks, ...lifetimeOf(longest, now) };
}

function statesOf(
  findings: readonly CertificateFinding[],
  otherwise: (check: CertificateCheck) => CertificateCheckState,
): Readonly<Record<CertificateCheck, CertificateCheckState>> {
  const states = CHECK_NAMES.map((check) => {
    const own = findings.filter((finding) => finding.check === check);
    if (own.length === 0) return [check, otherwise(check)] as const;
    return [check, own.every(({ warning }) => warning) ? 'warning' : 'wrong'] as const;
  });
  return Object.fromEntries(states) as Record<CertificateCheck, CertificateCheckState>;
}

/** Returns the state of a check without findings: `ok` if its files were read, otherwise `unknown`. */
function stateWithoutFindings(
  check: CertificateCheck,
  { x509, key }: InspectedPair,
  authority: boolean,
): CertificateCheckState {
  if (CERTIFICATE_CHECKS.includes(check) && !x509) return 'unknown';
  if (check === 'chain' && !authority) return 'unknown';
  if (check === 'key' && !(x509 && key)) return 'unknown';
  return check === 'mode' && !key ? 'unknown' : 'ok';
}

function lifetimeOf(x509: InspectedPair['x509'], now: EpochMs): Pick<CertificateRow, 'daysLeft' | 'until'> {
  return x509 ? { daysLeft: daysLeft(x509, now), until: validityOf(x509).to } : {};
}
