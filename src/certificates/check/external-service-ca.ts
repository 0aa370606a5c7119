import type { X509Certificate } from 'node:crypto';
import { validityFaults, embeddedKeyFaults, unreadableCertificate } from './certificate-faults.ts';
import { findingsIn } from './finding.ts';
import type { CertificateFault, CertificateFinding } from './finding.ts';
import { nameOf, parseCertificates, validityOf } from '../read/parse.ts';
import type { PemFile } from '../read/parse.ts';
import { endpoint } from '../../model/address.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { EpochMs } from '../../model/duration.ts';
import { commandStep, either, manual, type Next } from '../../model/next-step.ts';

/** The services that may be external and whose certificates Quorate's hosts verify. */
export const SERVICES_WITH_CA = ['database', 'broker'] as const;
export type ServiceWithCa = (typeof SERVICES_WITH_CA)[number];

interface ServiceCaFile {
  readonly service: ServiceWithCa;
  readonly path: string;
}

/** The CA file of an external service. */
export interface ExternalServiceCa extends ServiceCaFile {
  /** Absent if the file cannot be read. */
  readonly file?: PemFile;
  /** The CAs in the file, the one that expires last first. */
  readonly cas: readonly X509Certificate[];
  readonly findings: readonly CertificateFinding[];
}

/**
 * Checks the CA file of an external service. The file may be a bundle from a provider and have keys of any type,
 * because clients on the managers accept each CA in it that is valid.
 * @param label the CA in messages
 */
export function checkExternalServiceCa(
  file: PemFile,
  label: string,
  now: EpochMs,
): Pick<ExternalServiceCa, 'cas' | 'findings'> {
  const { path, text } = file;
  const read = parseCertificates(text);
  if (!read) return { cas: [], findings: findingsIn(path, [unreadableCertificate(label, file)]) };
  const all = read.filter(({ ca }) => ca).sort((a, b) => validityOf(b).to - validityOf(a).to);
  const inside = embeddedKeyFaults(text, label);
  if (all.length === 0) return { cas: all, findings: findingsIn(path, [...inside, notACa(label, read)]) };
  return { cas: all, findings: findingsIn(path, [...inside, ...datesOf(all, label, now)]) };
}

/**
 * Checks the dates of the CA that expires last among the CAs that are valid already, because it is unknown which one
 * signed the server's certificate.
 */
function datesOf(all: readonly X509Certificate[], label: string, now: EpochMs): readonly CertificateFault[] {
  const longest = all.find((one) => validityOf(one).from <= now) ?? all[0];
  const faults = longest ? validityFaults(longest, label, now) : [];
  return faults.map((fault) => ({ ...fault, next: 'ask the operator of the service for its current CA' }));
}

const notACa = (label: string, [first]: readonly X509Certificate[]): CertificateFault => ({
  check: 'certificate',
  what: `${label} is ${first ? nameOf(first.subject) : 'empty'}, which is not a CA certificate`,
  why: "a server's certificate does not verify itself",
  next: 'replace it with the certificate of the CA that signed it',
});

/** Next steps for a service whose CA file does not exist. */
export function fetchCa({ sourcing }: Pick<Cluster, 'sourcing'>, { service, path }: ServiceCaFile): Next {
  const server = serverOf(sourcing[service]);
  if (server === undefined) return 'copy it there';
  const flags = [...(service === 'database' ? ['--postgres'] : []), '--to', path];
  return either(
    manual('copy it there'),
    commandStep('certificates fetch', { insteadOfInventory: server, flags }),
  );
}

/** The port of AMQP over TLS. */
const AMQPS = 5671;

function serverOf(service: Cluster['sourcing'][ServiceWithCa]): string | undefined {
  if (service.kind !== 'external') return undefined;
  if ('members' in service) return service.members.map(({ address }) => endpoint(address, AMQPS))[0];
  return endpoint(service.address, service.port);
}
