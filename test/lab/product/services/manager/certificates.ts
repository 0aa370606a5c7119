import { existsSync } from 'node:fs';
import { getLog } from '../../base/log.ts';
import { certificatePaths as at } from '../../base/paths.ts';
import { generateCertificate } from '../../certificates/generate.ts';
import { readCertificate } from '../../certificates/read.ts';
import { supplyCertificates } from '../../certificates/supply.ts';
import type { Settings } from '../../config/settings.ts';

const log = getLog('Certificates');

export function supplyBrokerCa(settings: Settings): void {
  if (settings.rabbitmq.ca_path)
    supplyCertificates(settings, { section: 'rabbitmq', keys: { ca: 'ca_path' }, ca: at.brokerCa });
}

export function supplyDatabaseCertificates(settings: Settings): void {
  const section = 'ssl_inputs';
  supplyCertificates(settings, { section: 'postgresql_client', keys: { ca: 'ca_path' }, ca: at.postgresCa });
  if (!settings.postgresql_client.ssl_client_verification) return;
  const common = { section, keyMode: 0o400 } as const;
  const own = { cert: at.postgresCert, key: at.postgresKey };
  supplyCertificates(settings, { ...common, ...own, prefix: 'postgresql_client_' });
  if (!settings.release.certificatePerAccount) return;
  const superuser = { cert: at.postgresSuperuserCert, key: at.postgresSuperuserKey };
  supplyCertificates(settings, { ...common, ...superuser, prefix: 'postgresql_superuser_client_' });
}

/** Installs the CA of the cluster: the operator's, or a new one on a first manager without a given CA. */
export async function handleCa(settings: Settings): Promise<void> {
  const { ca_cert_path: cert, ca_key_path: key } = settings.ssl_inputs;
  if (cert ? sameKey(cert, at.ca) : existsSync(at.ca)) return;
  log.info('Handling CA certificate...');
  if (cert) {
    const keys = { cert: 'ca_cert_path', key: 'ca_key_path', password: 'ca_key_password' };
    if (key) supplyCertificates(settings, { section: 'ssl_inputs', keys, cert: at.ca, key: at.caKey });
    else supplyCertificates(settings, { section: 'ssl_inputs', keys: { ca: 'ca_cert_path' }, ca: at.ca });
    log.info('Deployed user provided CA cert');
    return;
  }
  log.info('Generating CA certificate...');
  await generateCertificate({
    commonName: 'Cloudify generated certificate',
    addresses: [],
    cert: at.ca,
    key: at.caKey,
    authority: true,
  });
}

const sameKey = (left: string, right: string): boolean =>
  existsSync(right) && readCertificate(left).fingerprint256 === readCertificate(right).fingerprint256;

export async function handleInternalCertificate(settings: Settings): Promise<void> {
  log.info('Handling internal certificate...');
  const { internalCert: cert, internalKey: key } = at;
  const keys = {
    cert: 'internal_cert_path',
    key: 'internal_key_path',
    ca: 'ca_cert_path',
    caKey: 'ca_key_path',
    password: 'ca_key_password',
  };
  if (supplyCertificates(settings, { section: 'ssl_inputs', keys, cert, key, needsBoth: true })) {
    log.info('Deployed user provided internal cert and key');
    return;
  }
  log.info('Generating internal certificate...');
  const { hostname } = settings.manager;
  const addresses = [...Object.values(settings.networks), hostname, 'localhost', '127.0.0.1'];
  await generateCertificate({ commonName: hostname, addresses, cert, key, ...signer(settings) });
}

export async function handleExternalCertificate(settings: Settings): Promise<void> {
  log.info('Handling external certificate...');
  const { externalCert: cert, externalKey: key, externalCa: ca } = at;
  const { external_cert_path, external_ca_cert_path: given } = settings.ssl_inputs;
  if (given)
    supplyCertificates(settings, { section: 'ssl_inputs', keys: { ca: 'external_ca_cert_path' }, ca });
  if (external_cert_path) {
    const keys = { cert: 'external_cert_path', key: 'external_key_path', ca: 'external_ca_cert_path' };
    supplyCertificates(settings, { section: 'ssl_inputs', keys, cert, key });
    log.info('Deployed user provided external cert and key');
    return;
  }
  log.info('Generating external certificate...');
  const { hostname, public_ip, private_ip } = settings.manager;
  const addresses = [public_ip, private_ip];
  await generateCertificate({ commonName: hostname, addresses, cert, key, ...externalSigner(settings) });
}

function signer(settings: Settings) {
  if (!existsSync(at.caKey)) return {};
  const { ca_key_password: password = '' } = settings.ssl_inputs;
  return { signer: { cert: at.ca, key: at.caKey, password } };
}

function externalSigner(settings: Settings) {
  const { external_ca_cert_path: cert, external_ca_key_path: key } = settings.ssl_inputs;
  const { external_ca_key_password: password = '' } = settings.ssl_inputs;
  return cert && key ? { signer: { cert, key, password } } : signer(settings);
}
