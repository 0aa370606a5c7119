import { chmodSync, existsSync } from 'node:fs';
import { makeDirectory, remove } from '../../base/files.ts';
import { getLog } from '../../base/log.ts';
import { databasePaths as at } from '../../base/paths.ts';
import { removeUnit, start, stop } from '../../base/systemd.ts';
import { supplyCertificates } from '../../certificates/supply.ts';
import { hasDatabaseCluster } from '../../config/members.ts';
import { wants, type Settings } from '../../config/settings.ts';
import { bootstrapError } from '../../base/failure.ts';
import type { Component } from '../component.ts';
import { configureEtcd, startEtcd } from './etcd.ts';
import { removeEtcdInterface } from './etcdInterface.ts';
import { finishEtcd } from './etcdJoin.ts';
import { createMonitoringUser } from './monitoringUser.ts';
import { configurePatroni, startPatroni } from './patroni.ts';

const log = getLog('postgresql_server');

export const databaseServer: Component = {
  name: 'postgresqlserver',
  async configure(settings) {
    log.notice('Configuring PostgreSQL Server...');
    if (!hasDatabaseCluster(settings))
      throw bootstrapError('The stand-in knows database clusters only, not a single database.');
    log.info('Disabling postgres (will be managed by patroni)');
    supplyClusterCertificates(settings);
    await configurePatroni(settings);
    await configureEtcd(settings);
    await startEtcd();
    await finishEtcd(settings);
    await startPatroni(settings);
    await this.start(settings);
    if (wants(settings, 'monitoring_service')) await createMonitoringUser(settings);
    log.notice('PostgreSQL Server successfully configured');
  },
  async start() {
    log.notice('Starting PostgreSQL Server...');
    await startEtcd();
    await start('patroni');
    log.notice('PostgreSQL Server successfully started');
  },
  async stop() {
    log.notice('Stopping PostgreSQL Server...');
    await stop('etcd');
    await stop('patroni');
    log.notice('PostgreSQL Server successfully stopped');
  },
  async remove() {
    log.notice('Removing PostgreSQL...');
    await removeUnit('patroni');
    await removeEtcdInterface();
    await removeUnit('etcd');
    remove(
      at.patroniDir,
      at.etcdData,
      at.patroniConfig,
      at.etcdDir,
      '/var/lib/pgsql/14/data',
      at.startupCheck,
    );
  },
};

/** Installs one certificate for etcd, Patroni's REST interface and PostgreSQL. */
function supplyClusterCertificates(settings: Settings): void {
  log.info('Deploying cluster certificates');
  makeDirectory(at.etcdDir, { owner: 'etcd', mode: 0o755 });
  if (!existsSync(at.patroniDir)) makeDirectory(at.patroniDir, { owner: 'postgres', mode: 0o700 });
  const section = 'postgresql_server';
  const original = { ...settings[section] };
  const targets = [
    { cert: at.etcdCert, key: at.etcdKey, ca: at.etcdCa, owner: 'etcd' },
    { cert: at.restCert, key: at.restKey, owner: 'postgres' },
    { cert: at.dbCert, key: at.dbKey, ca: at.dbCa, owner: 'postgres' },
  ];
  for (const target of targets) {
    supplyCertificates(settings, { section, ...target, keyMode: 0o400 });
    const { cert_path = '', key_path = '', ca_path = '' } = original;
    Object.assign(settings[section], { cert_path, key_path, ca_path });
  }
  chmodSync(at.patroniDir, 0o700);
}
