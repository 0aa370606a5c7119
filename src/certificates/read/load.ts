import type { Problem } from '../../errors/errors.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { KeyPair, Material } from '../../model/material.ts';
import type { HostName } from '../../model/names.ts';
import { Secret } from '../../model/secret.ts';
import { findingToProblem } from '../check/finding.ts';
import { inspectCertificates } from './inspect.ts';
import type { CertificateSource, InspectedPair } from './inspect.ts';
import { encodeCertificates, encodeKey } from './parse.ts';
import type { PairKind } from '../check/pairs.ts';

/** The certificates of a cluster. Complete if there are no problems. */
interface LoadedCertificates extends Pick<
  Material,
  'ca' | 'serviceCa' | 'hosts' | 'external' | 'databaseClients' | 'etcd'
> {
  readonly problems: readonly Problem[];
  /** Findings that do not stop a deploy. */
  readonly warnings: readonly Problem[];
}

/** Reads and checks every certificate that a cluster needs. Returns all problems; never throws for an invalid file. */
export async function loadCertificates(
  cluster: Cluster,
  from: CertificateSource,
): Promise<LoadedCertificates> {
  const { ca, etcdCa, services, pairs, findings } = await inspectCertificates(cluster, from);
  const [clients, superusers] = [keyPairs(pairs, 'client'), keyPairs(pairs, 'superuser')];
  const databaseClients = Object.entries(clients).map(([name, client]) => {
    const superuser = superusers[name];
    return [name, { client, ...(superuser ? { superuser } : {}) }] as const;
  });
  const serviceCa = services.flatMap(({ service, file }) =>
    file ? [[service, encodeCertificates(file.text)] as const] : [],
  );
  return {
    ca: encodeCertificates(ca.file?.text ?? ''),
    serviceCa: Object.fromEntries(serviceCa),
    hosts: keyPairs(pairs, 'own'),
    external: keyPairs(pairs, 'external'),
    databaseClients: Object.fromEntries(databaseClients),
    ...(etcdCa && {
      etcd: { ca: encodeCertificates(etcdCa.file?.text ?? ''), pairs: keyPairs(pairs, 'etcd') },
    }),
    problems: findings.filter(({ warning }) => !warning).map(findingToProblem),
    warnings: findings.filter(({ warning }) => warning).map(findingToProblem),
  };
}

function keyPairs(pairs: readonly InspectedPair[], kind: PairKind): Readonly<Record<HostName, KeyPair>> {
  const complete = pairs.flatMap(({ pair, certificate, key }) =>
    pair.kind === kind && certificate && key
      ? [[pair.host, encodePair(certificate.text, key.text)] as const]
      : [],
  );
  return Object.fromEntries(complete);
}

/**
 * Returns a pair with certificate and key encoded again, because the programs on the hosts are stricter about the form
 * of a file.
 */
function encodePair(certificate: string, key: string): KeyPair {
  return { certificate: encodeCertificates(certificate), key: new Secret(encodeKey(key)) };
}
