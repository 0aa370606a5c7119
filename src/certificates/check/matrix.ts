import { basename } from 'node:path';
import type { CheckName, CertificateFinding } from './finding.ts';
import { CHECK_NAMES } from './finding.ts';
import type { InspectedPair, CertificateInspection } from '../read/inspect.ts';
import { daysLeft, validityOf } from '../read/parse.ts';
import type { ExternalServiceCa } from './external-service-ca.ts';

/** `unknown`: what it needs cannot be read; `none`: there is nothing to look at. */
export type CheckState = 'ok' | 'warning' | 'wrong' | 'unknown' | 'none';

/** One certificate, check by check. */
export interface CertificateRow {
  /** Absent for the CA. */
  readonly host?: string;
  /** Without `.crt` and `.key`. */
  readonly file: string;
  readonly checks: Readonly<Record<CheckName, CheckState>>;
  /** Below 0 since it expired; absent where it cannot be read. */
  readonly daysLeft?: number;
  /** ms since the epoch */
  readonly until?: number;
}

const OF_CERTIFICATES: readonly CheckName[] = ['chain', 'dates', 'names', 'use'];
const OF_HOSTS: readonly CheckName[] = ['names', 'use', 'key', 'mode'];

/** The CA and every certificate of a cluster, check by check. @param now ms since the epoch */
export function certificateRows(
  { ca, services, pairs }: CertificateInspection,
  now: number,
): readonly CertificateRow[] {
  const authority = ca.authority?.ca;
  const read = authority ? 'ok' : 'unknown';
  const ofCa = statesOf(ca.findings, (check) => (OF_HOSTS.includes(check) ? 'none' : read));
  return [
    { file: 'ca', checks: ofCa, ...lifeOf(authority, now) },
    ...services.map((service) => serviceRow(service, now)),
    ...pairs.map((inspected) => ({
      host: inspected.pair.host,
      file: inspected.pair.file,
      checks: statesOf(inspected.findings, (check) => unseen(check, inspected, authority !== undefined)),
      ...lifeOf(inspected.x509, now),
    })),
  ];
}

/** Of a CA of somebody else only this much is looked at; of several the one that lasts longest. */
function serviceRow({ path, cas: [longest], findings }: ExternalServiceCa, now: number): CertificateRow {
  const checks = statesOf(findings, (check) => {
    if (check !== 'certificate' && check !== 'dates') return 'none';
    return longest ? 'ok' : 'unknown';
  });
  return { file: basename(path).replace(/\.(?:crt|pem)$/, ''), checks, ...lifeOf(longest, now) };
}

function statesOf(
  findings: readonly CertificateFinding[],
  otherwise: (check: CheckName) => CheckState,
): Readonly<Record<CheckName, CheckState>> {
  const states = CHECK_NAMES.map((check) => {
    const own = findings.filter((finding) => finding.check === check);
    if (own.length === 0) return [check, otherwise(check)] as const;
    return [check, own.every(({ warning }) => warning) ? 'warning' : 'wrong'] as const;
  });
  return Object.fromEntries(states) as Record<CheckName, CheckState>;
}

/** Nothing was found: because all is well, or because nobody could look? */
function unseen(check: CheckName, { x509, key }: InspectedPair, authority: boolean): CheckState {
  if (OF_CERTIFICATES.includes(check) && !x509) return 'unknown';
  if (check === 'chain' && !authority) return 'unknown';
  if (check === 'key' && !(x509 && key)) return 'unknown';
  return check === 'mode' && !key ? 'unknown' : 'ok';
}

function lifeOf(x509: InspectedPair['x509'], now: number): Pick<CertificateRow, 'daysLeft' | 'until'> {
  return x509 ? { daysLeft: daysLeft(x509, now), until: validityOf(x509).to } : {};
}
