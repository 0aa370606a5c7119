import { describe, expect, test } from '@jest/globals';
import {
  registerBroker,
  removeBroker,
  unregisterBroker,
} from '../../../../src/platforms/cloudify/commands/brokers.ts';
import {
  addDatabaseToManager,
  listDatabases,
  reinitStandby,
  removeDatabase,
  switchDatabaseMaster,
  updateDatabaseNodes,
} from '../../../../src/platforms/cloudify/commands/databases.ts';
import {
  unregisterManager,
  updateProfile,
  uploadLicense,
} from '../../../../src/platforms/cloudify/commands/managers.ts';
import {
  installPackage,
  installService,
  restartServices,
  startServices,
  stopServices,
} from '../../../../src/platforms/cloudify/commands/services.ts';
import { stagedPackagePath } from '../../../../src/platforms/cloudify/product/paths.ts';
import { portsOfRole } from '../../../../src/platforms/cloudify/product/ports.ts';
import { knownRelease } from '../../../../src/platforms/cloudify/product/versions.ts';
import { commandToLog } from '../../../../src/model/host/command-text.ts';
import { at, cluster, ofRelease } from './fixture.ts';

const release = knownRelease(cluster.version);

describe('commands', () => {
  test('are the product’s own, as a person would type them', () => {
    expect(
      [
        installService(release, at('db1')),
        installPackage(stagedPackagePath('/workstation/cloudify_7.0.4.deb')),
        listDatabases(release),
        uploadLicense('/etc/quorate/license.yaml'),
        updateProfile(),
      ].map(commandToLog),
    ).toEqual([
      'cfy_manager install -v',
      'packages install /var/lib/quorate/packages/cloudify_7.0.4.deb',
      'cfy_manager dbs list',
      'cfy license upload /etc/quorate/license.yaml',
      'cfy cluster update-profile',
    ]);
  });

  test('of 5.0.5-dev carry the addresses as flags, and have its names', () => {
    const dev = knownRelease(ofRelease('5.0.5-dev').version);
    expect(commandToLog(installService(dev, at('db1')))).toBe(
      'cfy_manager install -v --private-ip 198.51.100.11 --public-ip 198.51.100.11',
    );
    expect(
      [
        listDatabases(dev),
        addDatabaseToManager(dev, '198.51.100.14'),
        removeDatabase(dev, '198.51.100.14'),
        switchDatabaseMaster(dev, '198.51.100.12'),
        reinitStandby(dev, '198.51.100.12'),
        removeBroker(dev, 'rabbit3'),
      ].map(commandToLog),
    ).toEqual([
      'cfy_manager db-node-list',
      'cfy_manager db-node-add -a 198.51.100.14',
      'cfy_manager db-node-remove -a 198.51.100.14',
      'cfy_manager db-node-set-master -a 198.51.100.12',
      'cfy_manager db-node-reinit -a 198.51.100.12',
      'cfy_manager brokers-remove -r rabbit3',
    ]);
    expect([release.databaseNodesUpdate, dev.databaseNodesUpdate]).toEqual([true, false]);
  });

  test('about members are those that the product has for a live cluster', () => {
    expect(
      [
        removeBroker(release, 'rabbit3'),
        registerBroker(cluster, at('rabbit1')),
        unregisterBroker('rabbit3'),
        addDatabaseToManager(release, '198.51.100.14'),
        removeDatabase(release, '198.51.100.14'),
        updateDatabaseNodes(),
        switchDatabaseMaster(release, '198.51.100.12'),
        switchDatabaseMaster(release, { live: 'candidate', of: 'db1' }),
        reinitStandby(release, '198.51.100.12'),
        unregisterManager('manager3'),
      ].map(commandToLog),
    ).toEqual([
      'cfy_manager brokers remove -r rabbit3',
      `cfy cluster brokers add rabbit1 198.51.100.21 -n '{"default":"198.51.100.21"}'`,
      'cfy cluster brokers remove rabbit3',
      'cfy_manager dbs add -a 198.51.100.14',
      'cfy_manager dbs remove -a 198.51.100.14',
      'cfy cluster db-nodes update',
      'cfy_manager dbs set-master -a 198.51.100.12',
      "cfy_manager dbs set-master -a '<the candidate after db1>'",
      'cfy_manager dbs reinit -a 198.51.100.12',
      'cfy cluster remove manager3',
    ]);
  });

  test('stop and start whatever is installed on a host', () => {
    const services = ({ version }: typeof cluster) => {
      const of = knownRelease(version);
      return [stopServices(of), startServices(of), restartServices(of)];
    };
    expect(services(cluster).map(commandToLog)).toEqual([
      'cfy_manager stop -v',
      'cfy_manager start -v',
      'cfy_manager restart -v',
    ]);
    expect(services(ofRelease('5.0.5-dev')).map(commandToLog)).toEqual([
      'cfy_manager stop -v --force',
      'cfy_manager start -v',
      'cfy_manager restart -v --force',
    ]);
  });

  test('a package keeps its own name on the host, whatever path it has on this machine', () => {
    expect(stagedPackagePath('C:\\packages\\cloudify.rpm')).toBe('/var/lib/quorate/packages/cloudify.rpm');
    expect(stagedPackagePath('cloudify.rpm')).toBe('/var/lib/quorate/packages/cloudify.rpm');
  });
});

describe('wanted ports', () => {
  const ports = (role: Parameters<typeof portsOfRole>[0], monitoring = true) =>
    portsOfRole(role, release, monitoring).map(({ port }) => port);

  test('are those of the role', () => {
    expect(ports('database')).toEqual([2379, 2380, 5432, 8008, 8009]);
    expect(ports('broker')).toEqual([4369, 5671, 15671, 25672, 8009]);
    expect(ports('manager')).toEqual([443, 53333, 22000, 8009]);
    expect(ports('load_balancer')).toEqual([443, 53333, 8009, 80, 8404, 10000]);
  });

  test('leave out monitoring where there is none', () => {
    expect(ports('database', false)).not.toContain(8009);
    const dev = knownRelease(ofRelease('5.0.5-dev').version);
    expect(portsOfRole('manager', dev, true).map(({ port }) => port)).toEqual([443, 53333, 22000]);
    expect(portsOfRole('load_balancer', dev, true).map(({ port }) => port)).toEqual([
      443, 53333, 80, 8404, 10000,
    ]);
  });
});
