import type { Release } from '../../cloudify/releases.ts';
import { checkConfig, readProductConfig } from './config.ts';
import { listBrokers, removeBroker } from './cfy-manager-brokers.ts';
import { listDatabases, removeDatabaseNode, setMaster } from './cfy-manager-dbs.ts';
import { install, remove } from './install.ts';
import { orProductError } from './product.ts';
import { installedRelease } from './release.ts';
import { exits, type Given, type Here, type Program, type Known } from './usage.ts';

/** As the host's release has them; each needs root, which the transport sees to. */
export function cfyManager({ world, host }: Here): Known {
  const release = installedRelease(world, host);
  const known = KNOWN.get(release) ?? commandsOf(release);
  KNOWN.set(release, known);
  return known;
}

const KNOWN = new WeakMap<Release, Known>();

function commandsOf({ databasesListCommand, brokersListCommand, brokersRemoveCommand }: Release): Known {
  return {
    questions: {
      'validate [-v] [--private-ip ADDRESS] [--public-ip NAME]': (here, given) =>
        orProductError(here, validate(here, given)),
      version,
      [databasesListCommand.join(' ')]: (here) => orProductError(here, listDatabases(here)),
      [brokersListCommand.join(' ')]: (here) => orProductError(here, listBrokers(here)),
    },
    actions: {
      'install [-v] [--private-ip ADDRESS] [--public-ip NAME]': (here, given) =>
        orProductError(here, install(here, given)),
      'configure [-v] [--private-ip ADDRESS] [--public-ip NAME]': (here, given) =>
        orProductError(here, install(here, given)),
      'remove [-v] [--force]': (here) => orProductError(here, remove(here)),
      'dbs set-master -a ADDRESS': (here, { ADDRESS = '' }) => orProductError(here, setMaster(here, ADDRESS)),
      'dbs remove -a ADDRESS': (here, { ADDRESS = '' }) =>
        orProductError(here, removeDatabaseNode(here, ADDRESS)),
      [`${brokersRemoveCommand.join(' ')} NODE`]: (here, { NODE = '' }) =>
        orProductError(here, removeBroker(here, NODE)),
    },
  };
}

function* validate(here: Here, given: Given): Program {
  yield 3_000;
  checkConfig(here.host, readProductConfig(here, given));
  here.out('Validation passed.');
  return 0;
}

function version({ host, out }: Here): Program {
  out(`Cloudify ${host.packages.get('cloudify')}`);
  return exits(0, 500);
}
