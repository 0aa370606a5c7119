import { isIP } from 'node:net';
import { validationError } from '../base/failure.ts';
import { getLog } from '../base/log.ts';
import { paths } from '../base/paths.ts';
import {
  alternativeNames,
  carries,
  checkCertificateFile,
  checkCertMatchesKey,
  checkKeyFile,
  isSignedBy,
} from '../certificates/read.ts';
import { checkSection } from '../certificates/check.ts';
import type { Settings } from '../config/settings.ts';

const log = getLog('Validations');

/** Checks the mandatory addresses, even if validations are skipped. */
export function checkAddressesGiven(settings: Settings): void {
  const inputs = [
    { key: 'private_ip', name: 'Private IP', flag: '--private-ip' },
    { key: 'public_ip', name: 'Public IP', flag: '--public-ip' },
  ] as const;
  for (const { key, name, flag } of inputs) {
    if (settings.manager[key]) continue;
    throw validationError(
      `${name} not set in the config.\nPossible solutions are:\n1. Set the \`${key}\` key in ${paths.userConfig}\n` +
        `2. Use the \`${flag}\` flag when running \`cfy_manager install/configure\``,
    );
  }
}

export function checkExternalCertificate(settings: Settings): void {
  log.info('Validating ssl_enabled and external certificate...');
  const { external_cert_path: cert, external_ca_cert_path: ca } = settings.ssl_inputs;
  if (cert && !settings.manager.security.ssl_enabled)
    throw validationError(
      '`ssl_enabled` was set to false and an external certificate was given. If you wish to supply an external ' +
        'certificate, please set `ssl_enabled` to true.',
    );
  log.info('Validating that the external SSL certificate matches the CA');
  if (cert && !isSignedBy(cert, cert) && !ca)
    throw validationError(
      'If the external certificate is signed by a CA, the `external_ca_cert_path` must be provided',
    );
}

export function checkCertificateInputs(settings: Settings): void {
  checkInternalCa(settings);
  const inputs = settings.ssl_inputs;
  for (const prefix of ['internal_', 'postgresql_server_', 'postgresql_client_', 'external_'])
    checkSection(inputs, prefix, 'ssl_inputs');
  if (inputs.external_ca_cert_path) {
    const { external_ca_key_path: key, external_ca_key_password: password } = inputs;
    if (key) checkCertMatchesKey(inputs.external_ca_cert_path, key, password);
    else checkCertificateFile(inputs.external_ca_cert_path);
  }
  checkDatabaseCa(settings);
  if (!settings.release.strictNames) return;
  if (inputs.internal_cert_path) checkInternalNames(settings, inputs.internal_cert_path);
  if (inputs.external_cert_path) checkExternalNames(settings, inputs.external_cert_path);
}

function checkInternalCa({ ssl_inputs: inputs }: Settings): void {
  const { ca_cert_path: cert, ca_key_path: key, ca_key_password: password } = inputs;
  if (key && cert) {
    checkKeyFile(key, password);
    checkCertificateFile(cert);
  } else if (key) {
    throw validationError('Internal CA key provided, but the internal CA cert was not');
  } else if (cert) {
    if (!inputs.internal_cert_path || !inputs.internal_key_path)
      throw validationError(
        'If ca_cert_path was provided, but ca_key_path was not provided, both internal_cert_path and ' +
          'internal_key_path must be provided.',
      );
  } else if (password) {
    throw validationError(
      'If ca_key_password was provided, both ca_cert_path and ca_key_path must be provided.',
    );
  }
}

/** Checks the server's CA. If given, it also becomes the client's CA. */
function checkDatabaseCa({ postgresql_server: server, postgresql_client: client }: Settings): void {
  if (server.ca_path) {
    checkCertificateFile(server.ca_path);
    client.ca_path = server.ca_path;
  } else if (client.ca_path) {
    checkCertificateFile(client.ca_path);
  }
}

function checkInternalNames(settings: Settings, cert: string): void {
  const { manager } = settings;
  const expected = Object.values(settings.networks);
  if (
    isIP(manager.public_ip) &&
    manager.external_rest_protocol === 'https' &&
    manager.external_rest_port === manager.internal_rest_port
  )
    expected.push(manager.public_ip);
  const sans = alternativeNames(cert);
  const missing = expected.filter((value) => !carries(sans, value));
  if (missing.length > 0)
    throw validationError(
      `These addresses must be present on the internal cert, but are missing: ${missing.join(', ')}`,
    );
}

function checkExternalNames({ manager }: Settings, cert: string): void {
  if (isIP(manager.public_ip))
    throw validationError(
      'When public_ip is an IP address (not a hostname or FQDN), the external certificate cannot be provided',
    );
  if (!carries(alternativeNames(cert), manager.public_ip))
    throw validationError(`External cert must contain the public address: ${manager.public_ip}`);
}
