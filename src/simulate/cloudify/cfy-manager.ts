import type { Release } from '../../platforms/cloudify/product/releases.ts';
import { checkConfig, readProductConfig } from './config.ts';
import { brokersList, brokersRemove } from './cfy-manager-brokers.ts';
import { dbsAdd, dbsList, dbsReinit, dbsRemove, dbsSetMaster } from './cfy-manager-dbs.ts';
import { cfyManagerRestart, cfyManagerStart, cfyManagerStop } from './cfy-manager-services.ts';
import { cfyManagerInstall, cfyManagerRemove } from './install.ts';
import { reportProductErrors } from './product.ts';
import { installedRelease } from './release.ts';
import {
  exitsWith,
  type UsageArguments,
  type ProgramContext,
  type ProgramRun,
  type ProgramUsages,
} from '../commands/usage.ts';

/** Usages of `cfy_manager` in the host's release. */
export function cfyManagerUsages({ world, host }: ProgramContext): ProgramUsages {
  const release = installedRelease(world, host);
  const known = CACHED.get(release) ?? commandsOf(release);
  CACHED.set(release, known);
  return known;
}

const CACHED = new WeakMap<Release, ProgramUsages>();

function commandsOf(release: Release): ProgramUsages {
  const { databasesListCommand, brokersListCommand, brokersRemoveCommand } = release;
  return {
    questions: {
      'validate [-v] [--private-ip ADDRESS] [--public-ip NAME]': (context, given) =>
        reportProductErrors(context, validate(context, given)),
      version,
      [databasesListCommand.join(' ')]: (context) => reportProductErrors(context, dbsList(context)),
      [brokersListCommand.join(' ')]: (context) => reportProductErrors(context, brokersList(context)),
    },
    actions: {
      'install [-v] [--private-ip ADDRESS] [--public-ip NAME]': (context, given) =>
        reportProductErrors(context, cfyManagerInstall(context, given)),
      'configure [-v] [--private-ip ADDRESS] [--public-ip NAME]': (context, given) =>
        reportProductErrors(context, cfyManagerInstall(context, given)),
      'remove [-v] [--force]': (context, given) =>
        reportProductErrors(context, cfyManagerRemove(context, given)),
      'stop [-v] [--force]': (context, given) => reportProductErrors(context, cfyManagerStop(context, given)),
      'start [-v] [--force]': (context, given) =>
        reportProductErrors(context, cfyManagerStart(context, given)),
      'restart [-v] [--force]': (context, given) =>
        reportProductErrors(context, cfyManagerRestart(context, given)),
      ...databaseActions(release),
      [`${brokersRemoveCommand.join(' ')} NODE`]: (context, { NODE = '' }) =>
        reportProductErrors(context, brokersRemove(context, NODE)),
    },
  };
}

function databaseActions(release: Release): ProgramUsages['actions'] {
  const about =
    (act: (context: ProgramContext, address: string) => ProgramRun) =>
    (context: ProgramContext, { ADDRESS = '' }: UsageArguments) =>
      reportProductErrors(context, act(context, ADDRESS));
  return {
    [`${release.databasesAddCommand.join(' ')} ADDRESS`]: about(dbsAdd),
    [`${release.databasesRemoveCommand.join(' ')} ADDRESS`]: about(dbsRemove),
    [`${release.databasesSetMasterCommand.join(' ')} ADDRESS`]: about(dbsSetMaster),
    [`${release.databasesReinitCommand.join(' ')} ADDRESS`]: about(dbsReinit),
  };
}

function* validate(context: ProgramContext, given: UsageArguments): ProgramRun {
  yield 3_000;
  checkConfig(context.host, readProductConfig(context, given));
  context.out('Validation passed.');
  return 0;
}

function version({ host, out }: ProgramContext): ProgramRun {
  out(`Cloudify ${host.packages.get('cloudify')}`);
  return exitsWith(0, 500);
}
