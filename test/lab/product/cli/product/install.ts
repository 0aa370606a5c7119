import { existsSync, readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { bootstrapError, validationError } from '../../base/failure.ts';
import { write } from '../../base/files.ts';
import { getLog } from '../../base/log.ts';
import { installedServices, markConfigured, markInstalled } from '../../base/markers.ts';
import { certificatePaths, paths } from '../../base/paths.ts';
import { dumpConfig } from '../../config/dump.ts';
import { setGlobals } from '../../config/globals.ts';
import { mainServices, wants, type Settings } from '../../config/settings.ts';
import { validate } from '../../validate/validate.ts';
import type { Parsed } from '../arguments.ts';
import { components, prepare } from './context.ts';

const log = getLog('Main');
const startedAt = Date.now();

export async function validateCommand(parsed: Parsed): Promise<void> {
  const settings = prepare(parsed);
  setGlobals(settings);
  await validate(settings);
  checkPrograms(settings);
}

/**
 * Installs the components and writes the markers last. A killed install leaves no marker, but the markers' directory
 * exists from the start.
 */
export async function install(parsed: Parsed): Promise<void> {
  const settings = prepare(parsed);
  log.notice('Installing desired components...');
  setGlobals(settings);
  noteParts(paths.installedPackages, settings);
  await validate(settings);
  checkPrograms(settings);
  noteParts(paths.installedComponents, settings);
  if (!parsed.flag('only-install'))
    for (const component of components(settings)) await component.configure(settings);
  log.notice('Installation finished successfully!');
  finish(settings, parsed.flag('only-install'));
  if (!parsed.flag('only-install')) printEnding(settings);
}

export async function configure(parsed: Parsed): Promise<void> {
  const settings = prepare(parsed);
  const installed = installedServices(settings);
  if (!settings.services_to_install.every((service) => installed.includes(service)))
    throw bootstrapError(
      `Not all services [${settings.services_to_install.join(', ')}] are installed.\nYou may need to run \`cfy_manager ` +
        'install` first.\nAlso make sure you use the correct config file (currently used: ' +
        `${settings.config_files.join(', ')}).\n`,
    );
  log.notice('Configuring desired components...');
  setGlobals(settings);
  await validate(settings);
  for (const component of components(settings)) await component.configure(settings);
  log.notice('Configuration finished successfully!');
  finish(settings, false);
  if (parsed.flag('print-finish-message')) printEnding(settings);
}

const programs: Readonly<Record<string, readonly string[]>> = {
  database_service: ['/usr/bin/etcd', '/usr/bin/patroni', '/usr/lib/postgresql/15/bin/postgres'],
  queue_service: ['/usr/lib/rabbitmq/bin/rabbitmq-server'],
  manager_service: ['/usr/bin/openssl'],
};

/** Checks the programs. The real package contains them; here they are the distribution's. */
function checkPrograms(settings: Settings): void {
  log.info('Validating dependencies...');
  const needed = settings.services_to_install.flatMap((service) => programs[service] ?? []);
  const missing = needed.filter((path) => !existsSync(path));
  if (missing.length > 0) throw validationError(`Prerequisite packages missing: ${missing.join(', ')}`);
}

function noteParts(path: string, settings: Settings): void {
  if (settings.release.markers === 'one') return;
  const known = existsSync(path) ? (parse(readFileSync(path, 'utf8')) as Record<string, unknown>) : {};
  const names = components(settings).map((component) => component.name);
  const added = mainServices.filter((service) => wants(settings, service)).map((service) => [service, names]);
  write(path, stringify({ ...known, ...Object.fromEntries(added) }));
}

function finish(settings: Settings, onlyInstall: boolean): void {
  dumpConfig(settings);
  markInstalled(settings);
  if (!onlyInstall) markConfigured(settings);
  printTime();
}

export function printTime(): void {
  const seconds = Math.floor((Date.now() - startedAt) / 1000);
  log.notice(`Finished in ${Math.floor(seconds / 60)} minutes and ${seconds % 60} seconds`);
}

/** Prints the admin password in clear text, like the real product. Programs that store this output must mask it. */
function printEnding(settings: Settings): void {
  if (!wants(settings, 'manager_service')) return;
  const { public_ip, private_ip, security } = settings.manager;
  const host = public_ip || private_ip;
  const line = '#'.repeat(50);
  const ca = existsSync(certificatePaths.externalCa) ? certificatePaths.externalCa : certificatePaths.ca;
  const tls = security.ssl_enabled ? ` -ssl -c path/to/${ca.split('/').pop() ?? ''}` : '';
  const text = [
    line,
    `Manager is up at ${security.ssl_enabled ? 'https' : 'http'}://${host}`,
    `Admin password: ${security.admin_password}`,
    line,
    'To connect to the manager, use:',
    `cfy profiles use ${host} -u admin -p ${security.admin_password} -t default_tenant${tls}`,
    line,
    'To install the default plugins bundle run:',
    "'cfy plugins bundle-upload'",
    line,
  ];
  process.stdout.write(`${text.join('\n')}\n`);
}
