import { join } from 'node:path';
import { findingToProblem } from '../../certificates/check/finding.ts';
import { createCertificateDirectory } from '../../certificates/read/directory.ts';
import { inspectCertificates } from '../../certificates/read/inspect.ts';
import type {
  CertificateSource,
  InspectedPair,
  CertificateInspection,
} from '../../certificates/read/inspect.ts';
import { issuePair, createCa, openSigner } from '../../certificates/issue/issue.ts';
import { reasonToIssue } from '../../certificates/issue/reason-to-issue.ts';
import type { GenerateKeys, Signer } from '../../certificates/issue/x509.ts';
import { UsageError } from '../../errors/errors.ts';
import type { Cluster } from '../../model/cluster.ts';
import { fileExists, writePrivateFile } from '../../secrets/files/private-file.ts';
import { noCaKey } from './ca-key.ts';
import type { CaKey } from './ca-key.ts';

interface Issuing extends CertificateSource {
  readonly cluster: Cluster;
  readonly renew: boolean;
  readonly caKey: CaKey;
  /** Called for each file after it is written. */
  readonly wrote: (file: string, why: string) => void;
  readonly makeKeys?: GenerateKeys;
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

/**
 * Creates the CA if it is missing, and issues every certificate that is missing, invalid, lacks a name or expires within 30
 * days; with `renew`, every certificate. Writes one pair of key and certificate after another, so that the next run completes a run that was
 * killed.
 * @throws UsageError before writing any certificate if the CA cannot sign
 */
export async function issueMissing(issuing: Issuing): Promise<Issuance> {
  await ensureAuthority(issuing);
  const inspection = await inspectCertificates(issuing.cluster, issuing);
  const wrong = inspection.ca.findings.filter(({ warning }) => !warning);
  if (wrong.length > 0) throw new UsageError(wrong.map(findingToProblem));
  const due = inspection.pairs.flatMap((one) => {
    const why = reasonToIssue(one, issuing);
    return why === undefined ? [] : [{ one, why }];
  });
  if (due.length > 0) await issueAll(due, issuing, await signerOf(inspection, issuing));
  const requests = inspection.pairs
    .filter(({ requested }) => requested)
    .map(({ pair }) => `${pair.file}.csr`);
  return { issued: due.length, kept: inspection.pairs.length - due.length, requests };
}

async function ensureAuthority(issuing: Issuing): Promise<void> {
  const { directory, caKey, cluster, wrote } = issuing;
  await createCertificateDirectory(directory);
  if (await fileExists(join(directory, 'ca.crt'))) return;
  if (await caKey.exists())
    throw new UsageError([
      {
        where: join(directory, 'ca.crt'),
        what: 'the CA certificate is missing, but the CA key exists',
        next: 'restore ca.crt from its backup, or delete ca.key.age to create a new CA',
      },
    ]);
  await caKey.prompt();
  const { certificate, key } = await createCa(cluster.name, issuing);
  await caKey.write(key);
  await writePrivateFile(join(directory, 'ca.crt'), certificate);
  wrote('ca.crt', 'new');
}

async function signerOf({ ca }: CertificateInspection, { caKey }: Issuing): Promise<Signer> {
  if (!(await caKey.exists())) throw noCaKey(caKey.path);
  return openSigner({ certificate: ca.file?.text ?? '', key: await caKey.read() }, caKey.path);
}

interface Due {
  readonly one: InspectedPair;
  readonly why: string;
}

/** Writes each key before its certificate, because an incomplete pair is issued again. */
async function issueAll(due: readonly Due[], issuing: Issuing, signer: Signer): Promise<void> {
  for (const { one, why } of due) {
    const { file, certificate, key } = await issuePair(one, { ...issuing, signer });
    const place = join(issuing.directory, file);
    if (key) await writePrivateFile(`${place}.key`, key.reveal());
    await writePrivateFile(`${place}.crt`, certificate);
    issuing.wrote(`${file}.crt`, why);
  }
}
