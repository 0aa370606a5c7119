import { validationError } from '../../base/failure.ts';
import { remove, write } from '../../base/files.ts';
import { getLog } from '../../base/log.ts';
import { certificatePaths as at, managerPaths, product } from '../../base/paths.ts';
import { installUnit, removeUnit, restart, stop } from '../../base/systemd.ts';
import { generateCertificate } from '../../certificates/generate.ts';
import { supplyCertificates } from '../../certificates/supply.ts';
import { isAllInOne, type Settings } from '../../config/settings.ts';
import type { Component } from '../component.ts';
import type { MonitoringConfig } from './report.ts';

const log = getLog('prometheus');
const unit = 'prometheus';

/** Replaces Prometheus, its exporters and the nginx in front of them, on port 8009 of each node. */
export const monitoring: Component = {
  name: 'prometheus',
  async configure(settings) {
    log.notice('Configuring Prometheus Service...');
    await handleCertificates(settings);
    const { username = '', password = '' } = settings.prometheus?.credentials ?? {};
    const config: MonitoringConfig = {
      address: settings.manager.private_ip,
      services: settings.services_to_install,
      credentials: { username, password: String(password) },
    };
    write(managerPaths.monitoringConfig, JSON.stringify(config), { owner: 'cfyuser', mode: 0o440 });
    await installUnit(unit, {
      description: 'Monitoring of a Cloudify node',
      user: 'cfyuser',
      command: `/usr/bin/node ${product}/lib/monitoring.cjs`,
    });
    await restart(unit);
    log.notice('Prometheus successfully configured');
  },
  start: async () => void (await restart(unit)),
  stop: async () => void (await stop(unit)),
  async remove() {
    log.notice('Removing Prometheus and exporters...');
    await removeUnit(unit);
    remove(managerPaths.monitoringDir);
  },
};

async function handleCertificates(settings: Settings): Promise<void> {
  log.info('Setting up TLS certificates.');
  const { monitoringCert: cert, monitoringKey: key, monitoringCa: ca } = at;
  if (supplyCertificates(settings, { section: 'prometheus', cert, key, ca })) {
    log.info('Deployed user provided external cert and key');
    return;
  }
  log.info('Generating certificate...');
  if (!isAllInOne(settings))
    throw validationError(
      'Cannot generate self-signed certificates for Prometheus in a cluster - externally generated certificates must ' +
        'be provided as well as the appropriate CA certificate.',
    );
  const { private_ip, hostname } = settings.manager;
  await generateCertificate({ commonName: hostname, addresses: [private_ip], cert, key });
}
