import type { X509Certificate } from 'node:crypto';
import { dateFaults, keyInside, notPem } from './faults.ts';
import { at } from './finding.ts';
import type { Fault, Finding } from './finding.ts';
import { nameOf, parseCertificates, validityOf } from '../read/parse.ts';
import type { PemFile } from '../read/parse.ts';

/** The services that may be somebody else's and have certificates. */
export const EXTERNAL_SERVICES = ['database', 'broker'] as const;
export type ExternalService = (typeof EXTERNAL_SERVICES)[number];

/** Who signs the certificates of an external service. */
export interface ServiceAuthority {
  readonly service: ExternalService;
  readonly path: string;
  /** Absent when it cannot be read. */
  readonly file?: PemFile;
  /** The CAs in it, the one that lasts longest first. */
  readonly all: readonly X509Certificate[];
  readonly findings: readonly Finding[];
}

/**
 * What is wrong with a CA that we do not sign with. It may be a bundle, as providers hand it out, and of any kind of
 * key: clients on the managers take each CA in it that is valid.
 * @param now ms since the epoch
 */
export function checkServiceAuthority(
  { path, text }: PemFile,
  called: string,
  now: number,
): Pick<ServiceAuthority, 'all' | 'findings'> {
  const read = parseCertificates(text);
  if (!read) return { all: [], findings: at(path, [notPem(called)]) };
  const all = read.filter(({ ca }) => ca).sort((a, b) => validityOf(b).to - validityOf(a).to);
  const inside = keyInside(text, called);
  if (all.length === 0) return { all, findings: at(path, [...inside, noAuthority(called, read)]) };
  return { all, findings: at(path, [...inside, ...datesOf(all, called, now)]) };
}

/** Of several the one that lasts longest counts: which of them signed is not known here. */
function datesOf(all: readonly X509Certificate[], called: string, now: number): readonly Fault[] {
  const longest = all.find((one) => validityOf(one).from <= now) ?? all[0];
  const faults = longest ? dateFaults(longest, called, now) : [];
  return faults.map((fault) => ({ ...fault, next: 'ask whoever runs the service for the current one' }));
}

const noAuthority = (called: string, [first]: readonly X509Certificate[]): Fault => ({
  check: 'certificate',
  what: `${called} is no CA but ${first ? nameOf(first.subject) : 'nothing'}`,
  why: "a server's own certificate is not the one that signed it",
  next: 'put the certificate of the CA there that signed it',
});
