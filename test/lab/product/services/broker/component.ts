import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { validationError } from '../../base/failure.ts';
import { makeDirectory, own, remove, write } from '../../base/files.ts';
import { getLog } from '../../base/log.ts';
import { configuredServices } from '../../base/markers.ts';
import { brokerPaths as at, certificatePaths } from '../../base/paths.ts';
import { run } from '../../base/run.ts';
import { installUnit, removeUnit, restart, stop } from '../../base/systemd.ts';
import { generateCertificate } from '../../certificates/generate.ts';
import { supplyCertificates } from '../../certificates/supply.ts';
import { brokerNames } from '../../config/members.ts';
import { requireText } from '../../config/text.ts';
import { isAllInOne, type Settings } from '../../config/settings.ts';
import type { Component } from '../component.ts';
import { joinCluster } from './cluster.ts';
import { brokerConfig, brokerDefinitions, brokerEnvironment, brokerPlugins, randomCookie } from './config.ts';
import { addMissingHosts, nodeName } from './names.ts';

const log = getLog('rabbitmq');
const unit = 'cloudify-rabbitmq';

export const broker: Component = {
  name: 'rabbitmq',
  async configure(settings) {
    log.notice('Configuring RabbitMQ...');
    makeDirectory(at.state, { owner: 'rabbitmq', mode: 0o750 });
    setCookie(settings);
    const node = nodeName(settings);
    settings.rabbitmq.nodename = node;
    if (!isAllInOne(settings)) await addMissingHosts(settings);
    await installService();
    await handleCertificates(settings);
    await initialize(settings, node);
    await this.start(settings);
    if (settings.rabbitmq.join_cluster) await joinCluster(settings, settings.rabbitmq.join_cluster);
    log.notice('RabbitMQ successfully configured');
  },
  async start() {
    log.notice('Starting RabbitMQ...');
    await restart(unit);
    log.notice('RabbitMQ successfully started');
  },
  async stop() {
    log.notice('Stopping RabbitMQ...');
    await stop(unit);
    log.notice('RabbitMQ successfully stopped');
  },
  async remove() {
    log.info('Stopping the Erlang Port Mapper Daemon...');
    await removeUnit(unit);
    await run(['epmd', '-kill'], { ignoreFailures: true });
    log.info('Removing rabbit data...');
    // The Erlang VM may still write files after its unit has stopped.
    await sleep(500);
    remove(at.state, at.etc, at.dir);
  },
};

function setCookie(settings: Settings): void {
  const { erlang_cookie: cookie } = settings.rabbitmq;
  if (!cookie && brokerNames(settings).length > 1)
    throw validationError('Cluster members are configured but erlang_cookie has not been set.');
  const text = cookie ? requireText(cookie, 'strip').trim() : randomCookie();
  write(at.cookie, text, { owner: 'rabbitmq', mode: 0o600 });
}

const installService = (): Promise<void> =>
  installUnit(unit, {
    description: 'RabbitMQ of the Cloudify broker cluster',
    user: 'rabbitmq',
    command: '/usr/lib/rabbitmq/bin/rabbitmq-server',
    service: [
      'Type=notify',
      'Group=rabbitmq',
      'UMask=0027',
      'NotifyAccess=all',
      'TimeoutStartSec=600',
      'WorkingDirectory=/var/lib/rabbitmq',
    ],
  });

async function handleCertificates(settings: Settings): Promise<void> {
  const { brokerCert: cert, brokerKey: key, brokerCa: ca } = certificatePaths;
  const supplied = supplyCertificates(settings, { section: 'rabbitmq', cert, key, ca });
  if (supplied) {
    log.info('Using supplied certificates.');
    return;
  }
  log.info('Generating rabbitmq certificate...');
  if (brokerNames(settings).length > 1)
    throw validationError(
      'Cannot generate self-signed certificates for a rabbitmq cluster- externally generated certificates must be ' +
        'provided as well as the appropriate CA certificate.',
    );
  const host = settings.manager.hostname;
  const addresses = [host, ...Object.values(settings.networks)];
  await generateCertificate({ commonName: host, addresses, cert, key });
  Object.assign(settings.rabbitmq, { cert_path: cert, key_path: key, ca_path: cert });
}

/**
 * Initializes a broker that was never configured. A configured broker keeps its data here, and loses it when it joins.
 */
async function initialize(settings: Settings, node: string): Promise<void> {
  if (configuredServices(settings).includes('queue_service')) {
    log.info('RabbitMQ previously initialized.');
    return;
  }
  log.info('Initializing RabbitMQ...');
  await stop(unit);
  remove(at.mnesia, `${at.etc}/rabbitmq.config`);
  const owner = 'rabbitmq';
  log.info('Deploying RabbitMQ config');
  makeDirectory(at.dir, { owner });
  makeDirectory(at.logs, { owner, mode: 0o750 });
  write(at.config, brokerConfig(settings), { owner });
  write(at.plugins, brokerPlugins, { owner });
  log.info('Deploying RabbitMQ env');
  write(at.env, brokerEnvironment(settings, node), { owner });
  if (existsSync(at.etc)) own(at.etc, { owner });
  if (!settings.rabbitmq.join_cluster)
    write(at.definitions, brokerDefinitions(settings), { owner, mode: 0o600 });
}
