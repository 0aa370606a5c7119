import { checkConfig, readProductConfig } from './config.ts';
import { listBrokers, removeBroker } from './cfy-manager-brokers.ts';
import { listDatabases, removeDatabaseNode } from './cfy-manager-dbs.ts';
import { install, remove } from './install.ts';
import { orProductError } from './product.ts';
import { exits, type Here, type Program, type Known } from './usage.ts';

/** As 7.0 has them; each needs root, which the transport sees to. */
export const cfyManager: Known = {
  questions: {
    'validate [-v]': (here) => orProductError(here, validate(here)),
    version,
    'dbs list': (here) => orProductError(here, listDatabases(here)),
    'brokers list': (here) => orProductError(here, listBrokers(here)),
  },
  actions: {
    'install [-v]': (here) => orProductError(here, install(here)),
    'install [-v] [--private-ip ADDRESS] [--public-ip NAME]': (here) => orProductError(here, install(here)),
    'configure [-v]': (here) => orProductError(here, install(here)),
    'remove [-v] [--force]': (here) => orProductError(here, remove(here)),
    'dbs remove -a ADDRESS': (here, { ADDRESS = '' }) =>
      orProductError(here, removeDatabaseNode(here, ADDRESS)),
    'brokers remove -r NODE': (here, { NODE = '' }) => orProductError(here, removeBroker(here, NODE)),
  },
};

function* validate(here: Here): Program {
  yield 3_000;
  checkConfig(here.host, readProductConfig(here.host));
  here.out('Validation passed.');
  return 0;
}

function version({ host, out }: Here): Program {
  out(`Cloudify ${host.packages.get('cloudify')}`);
  return exits(0, 500);
}
