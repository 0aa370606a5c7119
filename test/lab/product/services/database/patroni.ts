import { spawn } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { makeDirectory, write } from '../../base/files.ts';
import { getLog } from '../../base/log.ts';
import { databasePaths as at } from '../../base/paths.ts';
import { inUrl } from '../../base/request.ts';
import { run } from '../../base/run.ts';
import { installUnit, start } from '../../base/systemd.ts';
import type { Settings } from '../../config/settings.ts';
import type { Release } from '../../releases.ts';
import { patroniConfig, postgresConfig } from './patroniConfig.ts';

const log = getLog('postgresql_server');

export async function configurePatroni(settings: Settings): Promise<void> {
  log.info('Deploying patroni initial startup monitor.');
  write(at.startupCheck, startupCheck(settings), { owner: 'root', mode: 0o500 });
  log.info('Deploying cluster config files.');
  write(at.patroniConfig, patroniConfig(settings), { owner: 'root', group: 'postgres', mode: 0o640 });
  makeDirectory(at.patroniDir, { owner: 'postgres', mode: 0o700 });
  makeDirectory(at.patroniData, { owner: 'postgres', mode: 0o700 });
  log.info('Configuring logs');
  for (const name of ['patroni', 'postgres', 'etcd'])
    makeDirectory(`${at.logs}/${name}`, { owner: 'postgres', group: 'cfylogs', mode: 0o750 });
  write(at.customConfig, postgresConfig(), { owner: 'postgres', mode: 0o600 });
  chmodSync('/var/lib/pgsql', 0o755);
  write(at.patroniProgram, patroniProgram(settings.release), { owner: 'root', mode: 0o755 });
  await run(['ln', '-sfn', '/usr/bin/patronictl', '/opt/patroni/bin/patronictl']);
}

export async function startPatroni({ release }: Settings): Promise<void> {
  log.info('Starting patroni');
  await installUnit('patroni', {
    description: 'Patroni of the Cloudify database cluster',
    user: 'postgres',
    command: `${at.patroniProgram} ${at.patroniConfig}`,
    after: 'etcd.service',
    service: [
      'Group=postgres',
      'KillMode=process',
      'TimeoutStopSec=30',
      'Environment=HOME=/var/lib/postgresql',
    ],
  });
  await start('patroni');
  await activateStartupCheck(release.startupCheck);
  log.info('Patroni started.');
}

/**
 * Since 6.4, a child of the installer keeps running in its session, with its output, until PostgreSQL is running. On
 * the first node, that is after the install of the second node. The real product does the same, so deployers must
 * support it.
 */
async function activateStartupCheck(by: Release['startupCheck']): Promise<void> {
  if (by === 'none') return;
  log.info('Activating patroni initial startup monitor.');
  if (by === 'child') spawn(at.startupCheck, [], { stdio: 'inherit' }).unref();
  else await run(['systemd-run', '--collect', '--unit', 'patroni_startup_check', at.startupCheck]);
}

/**
 * Debian's Patroni with a fixed version of etcd. Without it, Patroni queries the version, and etcd reports 3.0 until
 * it has seen each member once; Patroni then waits. Two of three nodes must be enough, as for the real product.
 */
const patroniProgram = ({ etcdInterface }: Release): string => `#!/usr/bin/python3
from patroni.dcs import etcd3


def speak_v3(client, base_uri, **kwargs):
    client._cluster_version = (3, 4, 0)
    client.version_prefix = '${etcdInterface}'


etcd3.Etcd3Client._ensure_version_prefix = speak_v3

if __name__ == '__main__':
    from patroni.__main__ import main

    main()
`;

function startupCheck(settings: Settings): string {
  const url = `https://${inUrl(settings.manager.private_ip)}:8008/health`;
  return `#!/bin/sh
# Waits until PostgreSQL runs under Patroni for the first time.
until curl --silent --fail --output /dev/null --max-time 5 --cacert ${at.etcdCa} ${url}; do
  echo "$(date): Waiting for patroni initial startup to complete healthily..." >>${at.logs}/patroni/startup_check.log
  sleep 3
done
echo "$(date): Patroni initial startup complete." >>${at.logs}/patroni/startup_check.log
`;
}
