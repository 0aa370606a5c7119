import type { Release } from '../../platforms/cloudify/product/releases.ts';
import { checkConfig, readProductConfig } from '../cloudify/config.ts';
import { listBrokers, removeBroker } from '../cloudify/cfy-manager-brokers.ts';
import {
  addDatabaseNode,
  listDatabases,
  reinitDatabase,
  removeDatabaseNode,
  setMaster,
} from '../cloudify/cfy-manager-dbs.ts';
import { restartServices, startServices, stopServices } from '../cloudify/cfy-manager-services.ts';
import { install, remove } from '../cloudify/install.ts';
import { orProductError } from '../cloudify/product.ts';
import { installedRelease } from '../cloudify/release.ts';
import { exits, type Given, type Here, type Program, type Known } from './usage.ts';

/** As the host's release has them; each needs root, which the transport sees to. */
export function cfyManager({ world, host }: Here): Known {
  const release = installedRelease(world, host);
  const known = KNOWN.get(release) ?? commandsOf(release);
  KNOWN.set(release, known);
  return known;
}

const KNOWN = new WeakMap<Release, Known>();

function commandsOf(release: Release): Known {
  const { databasesListCommand, brokersListCommand, brokersRemoveCommand } = release;
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
      'remove [-v] [--force]': (here, given) => orProductError(here, remove(here, given)),
      'stop [-v] [--force]': (here, given) => orProductError(here, stopServices(here, given)),
      'start [-v] [--force]': (here, given) => orProductError(here, startServices(here, given)),
      'restart [-v] [--force]': (here, given) => orProductError(here, restartServices(here, given)),
      ...databaseActions(release),
      [`${brokersRemoveCommand.join(' ')} NODE`]: (here, { NODE = '' }) =>
        orProductError(here, removeBroker(here, NODE)),
    },
  };
}

function databaseActions(release: Release): Known['actions'] {
  const about =
    (act: (here: Here, address: string) => Program) =>
    (here: Here, { ADDRESS = '' }: Given) =>
      orProductError(here, act(here, ADDRESS));
  return {
    [`${release.databasesAddCommand.join(' ')} ADDRESS`]: about(addDatabaseNode),
    [`${release.databasesRemoveCommand.join(' ')} ADDRESS`]: about(removeDatabaseNode),
    [`${release.databasesSetMasterCommand.join(' ')} ADDRESS`]: about(setMaster),
    [`${release.databasesReinitCommand.join(' ')} ADDRESS`]: about(reinitDatabase),
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
