import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findingToProblem } from '../../certificates/check/finding.ts';
import { createCertificateDirectory } from '../../certificates/read/directory.ts';
import { inspectCertificates } from '../../certificates/read/inspect.ts';
import type {
  CertificateSource,
  InspectedPair,
  CertificateInspection,
} from '../../certificates/read/inspect.ts';
import { madeAhead } from '../../certificates/issue/made-ahead.ts';
import { reasonToIssue } from '../../certificates/issue/reason-to-issue.ts';
import type { UnwrittenFiles } from '../../certificates/read/pem-file.ts';
import type { Signer } from '../../certificates/issue/x509.ts';
import { UsageError } from '../../errors/errors.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { HostName } from '../../model/names.ts';
import { fileExists, writePrivateFile } from '../../secrets/files/private-file.ts';
import { noCaKey } from './ca-key.ts';
import type { AuthorityName } from '../../certificates/check/pairs.ts';
import { CA_FILES } from '../../certificates/read/inspect.ts';
import type { CaKey } from './ca-key.ts';

interface Issuing extends CertificateSource {
  readonly cluster: Cluster;
  readonly renew: boolean;
  readonly caKey: CaKey;
  /** Set if etcd has a CA of its own. */
  readonly etcdCaKey?: CaKey;
  /** Called for each file after it is written. */
  readonly wrote: (file: string, why: string) => void;
  /** Called once, with the number of certificates to issue. */
  readonly began?: (due: number) => void;
}

interface Issuance {
  readonly issued: number;
  /** Certificates that are still valid. */
  readonly kept: number;
  /**
   * Requests to another CA that still exist (`db1.csr`). A certificate from such a request would belong to the key that
   * the issued certificate has now.
   */
  readonly requests: readonly string[];
}

/** Issuing loads many packages, which commands that only check certificates do without. */
const issuer = () => import('../../certificates/issue/issue.ts');

/**
 * Creates the CA if it is missing, and issues every certificate that is missing, invalid, lacks a name or expires within 30
 * days; with `renew`, every certificate. Generates keys on all processors. Writes one pair of key and certificate after
 * another, so that the next run completes a run that was killed.
 * @throws UsageError before writing any certificate if the CA cannot sign
 */
export async function issueMissing(issuing: Issuing): Promise<Issuance> {
  for (const authority of authoritiesOf(issuing)) await ensureAuthority(issuing, authority);
  const inspection = await inspectCertificates(issuing.cluster, issuing);
  refuseFaultyCa(inspection);
  const due = dueOf(inspection.pairs, issuing);
  issuing.began?.(due.length);
  for (const { own, signer } of await signersOf(due, inspection, issuing))
    await issueAll(own, issuing, signer);
  return { issued: due.length, kept: inspection.pairs.length - due.length, requests: requestsIn(inspection) };
}

/** Reports what `issueMissing` would write, and writes nothing. @throws UsageError if a CA that exists cannot sign */
export async function reportDue(issuing: Issuing): Promise<Issuance> {
  const { directory, wrote } = issuing;
  const missing: AuthorityName[] = [];
  for (const authority of authoritiesOf(issuing)) {
    const { file } = CA_FILES[authority];
    if (await fileExists(join(directory, file))) continue;
    missing.push(authority);
    wrote(file, 'new');
  }
  const inspection = await inspectCertificates(issuing.cluster, issuing);
  if (missing.length === 0) refuseFaultyCa(inspection);
  const due = dueOf(inspection.pairs, issuing);
  for (const { one, why } of due) wrote(`${one.pair.file}.crt`, why);
  return { issued: due.length, kept: inspection.pairs.length - due.length, requests: requestsIn(inspection) };
}

/** @throws UsageError if a CA cannot sign */
function refuseFaultyCa({ ca, etcdCa }: CertificateInspection): void {
  const wrong = [...ca.findings, ...(etcdCa?.findings ?? [])].filter(({ warning }) => !warning);
  if (wrong.length > 0) throw new UsageError(wrong.map(findingToProblem));
}

function requestsIn({ pairs }: CertificateInspection): readonly string[] {
  return pairs.filter(({ requested }) => requested).map(({ pair }) => `${pair.file}.csr`);
}

function authoritiesOf({ etcdCa }: Pick<Issuing, 'etcdCa'>): readonly AuthorityName[] {
  return etcdCa ? ['cluster', 'etcd'] : ['cluster'];
}

function caKeyOf(
  { caKey, etcdCaKey = caKey }: Pick<Issuing, 'caKey' | 'etcdCaKey'>,
  authority: AuthorityName,
): CaKey {
  return authority === 'etcd' ? etcdCaKey : caKey;
}

async function ensureAuthority(issuing: Issuing, authority: AuthorityName): Promise<void> {
  const { directory, cluster, wrote } = issuing;
  const caKey = caKeyOf(issuing, authority);
  const { file, key: keyFile } = CA_FILES[authority];
  await createCertificateDirectory(directory);
  if (await fileExists(join(directory, file))) return;
  if (await caKey.exists())
    throw new UsageError([
      {
        where: join(directory, file),
        what: 'the CA certificate is missing, but the CA key exists',
        next: `restore ${file} from its backup, or delete ${keyFile} to create a new CA`,
      },
    ]);
  await caKey.prompt();
  const { createCa } = await issuer();
  const { certificate, key } = await createCa({ cluster: cluster.name, authority }, issuing.now);
  await caKey.write(key);
  await writePrivateFile(join(directory, file), certificate);
  wrote(file, 'new');
}

async function signerOf(
  { ca, etcdCa }: CertificateInspection,
  issuing: Pick<Issuing, 'caKey' | 'etcdCaKey'>,
  authority: AuthorityName,
): Promise<Signer> {
  const caKey = caKeyOf(issuing, authority);
  const { file } = (authority === 'etcd' ? etcdCa : ca) ?? ca;
  if (!(await caKey.exists())) throw noCaKey(caKey.path);
  const { openSigner } = await issuer();
  return openSigner({ certificate: file?.text ?? '', key: await caKey.read() }, caKey.path);
}

/** Returns the certificates to issue with their signer, per CA. */
async function signersOf(
  due: readonly Due[],
  inspection: CertificateInspection,
  issuing: Omit<Issuing, 'renew' | 'wrote'>,
): Promise<readonly { readonly own: readonly Due[]; readonly signer: Signer }[]> {
  const found = [];
  for (const authority of authoritiesOf(issuing)) {
    const own = due.filter(({ one }) => one.pair.authority === authority);
    if (own.length > 0) found.push({ own, signer: await signerOf(inspection, issuing, authority) });
  }
  return found;
}

interface Due {
  readonly one: InspectedPair;
  readonly why: string;
}

function dueOf(pairs: readonly InspectedPair[], issuing: Pick<Issuing, 'renew'>): readonly Due[] {
  return pairs.flatMap((one) => {
    const why = reasonToIssue(one, issuing);
    return why === undefined ? [] : [{ one, why }];
  });
}

/** A certificate that was issued in memory, with its files. */
export interface UnwrittenCertificate {
  /** Name of the certificate in the directory. */
  readonly file: string;
  readonly why: string;
  /** Text by path, the key first. */
  readonly files: UnwrittenFiles;
}

/**
 * Issues the certificates that a host needs, without writing them, if this machine has a CA that can sign. Otherwise
 * returns none, and the check of the certificates reports what is missing.
 * @throws UsageError if the CA key cannot be decrypted
 */
export async function issueForHost(
  host: HostName,
  issuing: Omit<Issuing, 'renew' | 'wrote'>,
): Promise<readonly UnwrittenCertificate[]> {
  const keys = authoritiesOf(issuing).map((authority) => caKeyOf(issuing, authority).exists());
  if ((await Promise.all(keys)).includes(false)) return [];
  const inspection = await inspectCertificates(issuing.cluster, issuing);
  const { ca, etcdCa = ca } = inspection;
  if (!canSign(ca) || !canSign(etcdCa)) return [];
  const ofHost = inspection.pairs.filter(({ pair }) => pair.host === host);
  const due = dueOf(ofHost, { renew: false });
  const signers = await signersOf(due, inspection, issuing);
  const issued = signers.map(({ own, signer }) =>
    own.map((one) => issueUnwritten(one, { ...issuing, signer })),
  );
  return Promise.all(issued.flat());
}

function canSign({ authority, findings }: CertificateInspection['ca']): boolean {
  return authority !== undefined && findings.every(({ warning }) => warning);
}

async function issueUnwritten(
  { one, why }: Due,
  issuing: Pick<Issuing, 'directory' | 'now'> & { readonly signer: Signer },
): Promise<UnwrittenCertificate> {
  const { issuePair } = await issuer();
  const { file, certificate, key } = await issuePair(one, issuing);
  const place = join(issuing.directory, file);
  const ofKey = key ? [[`${place}.key`, key.reveal()] as const] : [];
  return { file: `${file}.crt`, why, files: new Map([...ofKey, [`${place}.crt`, certificate]]) };
}

/** Some more than processors, because the time to find primes varies. Each is generated on a thread of its own. */
const MADE_AHEAD = 2 * availableParallelism();

/** Writes each key before its certificate, because an incomplete pair is issued again. */
async function issueAll(due: readonly Due[], issuing: Issuing, signer: Signer): Promise<void> {
  const make = (one: Due) => issueUnwritten(one, { ...issuing, signer });
  for await (const issued of madeAhead(due, MADE_AHEAD, make)) {
    await writeIssued(issued);
    issuing.wrote(issued.file, issued.why);
  }
}

/** Writes a certificate after its key. @throws UsageError if a file cannot be written */
export async function writeIssued({ files }: UnwrittenCertificate): Promise<void> {
  for (const [path, text] of files) await writePrivateFile(path, text);
}
