import { bootstrapError } from '../../base/failure.ts';
import { startLogging } from '../../base/log.ts';
import { configuredServices } from '../../base/markers.ts';
import { paths } from '../../base/paths.ts';
import { loadSettings } from '../../config/load.ts';
import type { ServiceName, Settings } from '../../config/settings.ts';
import { broker } from '../../services/broker/component.ts';
import type { Component } from '../../services/component.ts';
import { databaseServer } from '../../services/database/component.ts';
import { manager } from '../../services/manager/component.ts';
import { monitoring } from '../../services/monitoring/component.ts';
import type { Parsed } from '../arguments.ts';

/** Loads the configuration. Addresses and the password on the command line override it. */
export function prepare(parsed: Parsed): Settings {
  startLogging(parsed.flag('verbose'));
  const settings = loadSettings(parsed.texts('config-file'));
  settings.manager.private_ip = parsed.text('private-ip') ?? settings.manager.private_ip;
  settings.manager.public_ip = parsed.text('public-ip') ?? settings.manager.public_ip;
  const { security } = settings.manager;
  security.admin_password = parsed.text('admin-password') ?? security.admin_password;
  return settings;
}

const parts: readonly (readonly [ServiceName, Component])[] = [
  ['database_service', databaseServer],
  ['queue_service', broker],
  ['manager_service', manager],
  ['monitoring_service', monitoring],
];

/** Components that the configuration selects, in the order of installation. */
export function components(settings: Settings, only: readonly string[] = []): Component[] {
  const names = only.map((name) => name.toLowerCase().replace(/_/g, ''));
  return parts
    .filter(([service]) => settings.services_to_install.includes(service))
    .map(([, component]) => component)
    .filter((component) => names.length === 0 || names.includes(component.name));
}

export const allConfigured = (settings: Settings): boolean =>
  settings.services_to_install.every((service) => configuredServices(settings).includes(service));

export function requireConfigured(settings: Settings, command: string): void {
  if (allConfigured(settings)) return;
  throw bootstrapError(
    `Files in ${paths.configured} do not match configured services.\nMake sure you use the correct config file ` +
      `(currently used: ${settings.config_files.join(', ')}).\nThis can also mean you need to run \`cfy_manager ` +
      `configure\` before running \`cfy_manager ${command}\`.`,
  );
}

export function requireOneOf(settings: Settings, command: string, services: readonly ServiceName[]): void {
  const configured = configuredServices(settings);
  if (services.some((service) => configured.includes(service))) return;
  const names = services.map((service) => `'${service}'`).join(', ');
  throw bootstrapError(
    `Running \`cfy_manager ${command}\` requires at least one of [${names}] to be configured on this node`,
  );
}
