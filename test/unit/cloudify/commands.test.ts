import { describe, expect, test } from '@jest/globals';
import * as commands from '../../../src/cloudify/commands.ts';
import { packagePath } from '../../../src/cloudify/paths.ts';
import { wantedPorts } from '../../../src/cloudify/ports.ts';
import { knownRelease } from '../../../src/cloudify/versions.ts';
import { commandToLog } from '../../../src/model/log.ts';
import { at, cluster, ofRelease } from './fixture.ts';

const release = knownRelease(cluster.version);

describe('commands', () => {
  test('are the product’s own, as a person would type them', () => {
    expect(
      [
        commands.installService(release, at('db1')),
        commands.installPackage(packagePath('/laptop/cloudify_7.0.4.deb')),
        commands.listDatabases(release),
        commands.uploadLicense('/etc/quorate/license.yaml'),
        commands.updateProfile(),
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
    expect(commandToLog(commands.installService(dev, at('db1')))).toBe(
      'cfy_manager install -v --private-ip 198.51.100.11 --public-ip 198.51.100.11',
    );
    expect(commandToLog(commands.listDatabases(dev))).toBe('cfy_manager db-node-list');
  });

  test('a package keeps its own name on the host, whatever laptop it comes from', () => {
    expect(packagePath('C:\\packages\\cloudify.rpm')).toBe('/var/lib/quorate/packages/cloudify.rpm');
    expect(packagePath('cloudify.rpm')).toBe('/var/lib/quorate/packages/cloudify.rpm');
  });
});

describe('wanted ports', () => {
  const ports = (role: Parameters<typeof wantedPorts>[0], monitoring = true) =>
    wantedPorts(role, release, monitoring).map(({ port }) => port);

  test('are those of the role', () => {
    expect(ports('database')).toEqual([2379, 2380, 5432, 8008, 8009]);
    expect(ports('broker')).toEqual([4369, 5671, 15671, 25672, 8009]);
    expect(ports('manager')).toEqual([443, 53333, 22000, 8009]);
    expect(ports('load_balancer')).toEqual([443, 53333, 8009, 80, 8404, 10000]);
  });

  test('leave out monitoring where there is none', () => {
    expect(ports('database', false)).not.toContain(8009);
    const dev = knownRelease(ofRelease('5.0.5-dev').version);
    expect(wantedPorts('manager', dev, true).map(({ port }) => port)).toEqual([443, 53333, 22000]);
    expect(wantedPorts('load_balancer', dev, true).map(({ port }) => port)).toEqual([
      443, 53333, 80, 8404, 10000,
    ]);
  });
});
