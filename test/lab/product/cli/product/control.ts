import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrapError } from '../../base/failure.ts';
import { compactTime } from '../../base/files.ts';
import { getLog } from '../../base/log.ts';
import { removeMarkers } from '../../base/markers.ts';
import { paths } from '../../base/paths.ts';
import { productVersion } from '../../base/version.ts';
import { startLogging } from '../../base/log.ts';
import { setGlobals } from '../../config/globals.ts';
import { isAllInOne, mainServices, wants, type Settings } from '../../config/settings.ts';
import type { Parsed } from '../arguments.ts';
import { components, prepare, requireConfigured } from './context.ts';
import { printTime } from './install.ts';

const log = getLog('Main');

export async function startCommand(parsed: Parsed): Promise<void> {
  const settings = prepare(parsed);
  requireConfigured(settings, 'start');
  setGlobals(settings);
  log.notice('Starting Cloudify Manager services...');
  for (const component of components(settings, parsed.words)) await component.start(settings);
  log.notice('Cloudify Manager services successfully started!');
  printTime();
}

export async function stopCommand(parsed: Parsed): Promise<void> {
  const settings = prepare(parsed);
  requireConfigured(settings, 'stop');
  checkForce(parsed, settings, 'stop');
  log.notice('Stopping Cloudify Manager services...');
  for (const component of components(settings, parsed.words)) await component.stop(settings);
  log.notice('Cloudify Manager services successfully stopped!');
  printTime();
}

export async function restartCommand(parsed: Parsed): Promise<void> {
  const settings = prepare(parsed);
  requireConfigured(settings, 'restart');
  checkForce(parsed, settings, 'restart');
  const chosen = components(settings, parsed.words);
  for (const component of chosen) await component.stop(settings);
  for (const component of chosen) await component.start(settings);
  printTime();
}

/** Deletes the data of this node. Its peers still list it as a member. */
export async function removeCommand(parsed: Parsed): Promise<void> {
  const settings = prepare(parsed);
  checkForce(parsed, settings, 'remove');
  const title = removedTitle(settings);
  log.notice(`Removing Cloudify ${title}...`);
  for (const component of components(settings).reverse()) await component.remove(settings);
  removeMarkers();
  renameCertificates();
  log.notice(`Cloudify ${title} successfully removed!`);
  printTime();
}

function checkForce(parsed: Parsed, { release }: Settings, command: string): void {
  if (release.force === 'needed' && !parsed.flag('force'))
    throw bootstrapError(`The --force flag must be passed to \`cfy_manager ${command}\``);
  if (release.force === 'ignored' && parsed.flag('force'))
    log.warning('--force is deprecated, does nothing, and will be removed in a future version');
}

function removedTitle(settings: Settings): string {
  if (isAllInOne(settings)) return 'Manager';
  const names = mainServices.filter((service) => wants(settings, service)).map((s) => s.split('_')[0] ?? '');
  return names.map((name) => name.charAt(0).toUpperCase() + name.slice(1)).join(', ');
}

/** Renames certificates instead of deleting them, so that the next installation does not use them. */
function renameCertificates(): void {
  if (!existsSync(paths.ssl)) return;
  const prefix = `${compactTime(new Date())}_`;
  for (const name of readdirSync(paths.ssl))
    if (/^[a-z]/i.test(name)) renameSync(join(paths.ssl, name), join(paths.ssl, prefix + name));
}

export async function versionCommand(parsed: Parsed): Promise<void> {
  startLogging(parsed.flag('verbose'));
  log.info(`Cloudify ${productVersion()}`);
}
