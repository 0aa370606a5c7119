import { existsSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { bootstrapError } from '../../base/failure.ts';
import { makeDirectory, remove, write } from '../../base/files.ts';
import { getLog } from '../../base/log.ts';
import { certificatePaths, managerPaths as at, product } from '../../base/paths.ts';
import { request } from '../../base/request.ts';
import { poll } from '../../base/run.ts';
import { installUnit, removeUnit, restart, stop } from '../../base/systemd.ts';
import { productVersion } from '../../base/version.ts';
import { isIP } from 'node:net';
import { internalRestPort } from '../../config/globals.ts';
import { databaseAddresses, hasDatabaseCluster } from '../../config/members.ts';
import type { Settings } from '../../config/settings.ts';
import { deleteProfile, saveProfile, setActive } from '../../cli/cfy/profile.ts';
import type { Component } from '../component.ts';
import {
  handleCa,
  handleExternalCertificate,
  handleInternalCertificate,
  supplyBrokerCa,
  supplyDatabaseCertificates,
} from './certificates.ts';
import { configureDatabase, uploadLicense } from './database.ts';
import { writeRestConfig } from './restConfig.ts';

const log = getLog('restservice');
const unit = 'cloudify-restservice';
const localProfile = 'manager-local';

export const manager: Component = {
  name: 'restservice',
  async configure(settings) {
    log.notice('Configuring Cloudify Manager resources...');
    supplyBrokerCa(settings);
    log.notice('Configuring PostgreSQL Client...');
    writePgpass(settings);
    supplyDatabaseCertificates(settings);
    log.notice('Configuring Rest Service...');
    makeDirectory(`${at.dir}/resources`, { owner: 'cfyuser' });
    writeRestConfig(settings, productVersion());
    await handleCa(settings);
    const { joins } = await configureDatabase(settings);
    if (joins) log.notice(`Adding manager "${settings.manager.hostname}" to the cluster`);
    else await uploadLicense(settings);
    await handleInternalCertificate(settings);
    await handleExternalCertificate(settings);
    await installRestService();
    await untilUp(settings);
    log.notice('Rest Service successfully configured');
    configureCli(settings);
  },
  async start(settings) {
    await restart(unit);
    await untilUp(settings);
  },
  async stop() {
    await stop(unit);
  },
  async remove() {
    await removeUnit(unit);
    log.notice('Removing CLI profile for root user...');
    deleteProfile(homedir(), localProfile);
    remove(at.dir, at.pgpass, at.cli, at.logs);
  },
};

function writePgpass(settings: Settings): void {
  const { cloudify_username: user, cloudify_password: password, host } = settings.postgresql_client;
  const hosts = hasDatabaseCluster(settings) ? databaseAddresses(settings) : [host];
  const lines = hosts.map((name) => `${name}:5432:*:${user}:${password}\n`);
  write(at.pgpass, lines.join(''), { owner: 'cfyuser', mode: 0o400 });
}

async function installRestService(): Promise<void> {
  makeDirectory(at.logs, { owner: 'cfyuser' });
  await installUnit(unit, {
    description: 'REST service of the Cloudify manager',
    user: 'cfyuser',
    command: `/usr/bin/node ${product}/lib/restservice.cjs`,
    service: ['AmbientCapabilities=CAP_NET_BIND_SERVICE', `WorkingDirectory=${at.dir}`],
  });
  await restart(unit);
}

async function untilUp(settings: Settings): Promise<void> {
  const { manager: own } = settings;
  log.info('Verifying Rest service is up...');
  const address = isIP(own.private_ip) ? own.private_ip : 'localhost';
  const up = await poll(100, 200, () =>
    request({
      host: address,
      port: internalRestPort(settings),
      path: '/api/v3.1/status',
      trustAll: true,
    }).then(
      ({ status }) => status === 401 || undefined,
      () => undefined,
    ),
  );
  if (!up) throw bootstrapError(`Rest service did not start; see journalctl -u ${unit}`);
}

/**
 * CA of the certificate that the manager serves on 443: the cluster's CA since 7.0, before that the CA of the external
 * certificate.
 */
function restCa({ release }: Settings): string {
  const { ca, externalCa, externalCert } = certificatePaths;
  if (release.strictNames) return ca;
  return existsSync(externalCa) ? externalCa : externalCert;
}

/** Creates a profile, so that root can use `cfy` on the manager. */
function configureCli(settings: Settings): void {
  const { cli, manager: own } = settings;
  if (cli?.skip_installation) return;
  log.notice('Configuring Cloudify CLI...');
  if (!existsSync(at.cli)) symlinkSync(`${product}/bin/cfy`, at.cli);
  const { ssl_enabled, admin_username, admin_password } = own.security;
  saveProfile(homedir(), {
    name: localProfile,
    manager_ip: (cli ? cli.local_profile_host_name : own.cli_local_profile_host_name) || own.private_ip,
    manager_username: admin_username,
    manager_password: String(admin_password),
    manager_tenant: 'default_tenant',
    rest_port: own.external_rest_port ?? 443,
    rest_protocol: ssl_enabled ? 'https' : 'http',
    rest_certificate: ssl_enabled ? restCa(settings) : null,
    cluster: {},
  });
  setActive(homedir(), localProfile);
  log.notice('Cloudify CLI successfully configured');
}
