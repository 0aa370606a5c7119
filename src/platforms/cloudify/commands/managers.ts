import type { Command } from '../../../model/host/command.ts';
import type { AbsolutePath } from '../../../model/names.ts';
import { cfy } from './program.ts';

/** Run on one manager, for all managers: uploads the license. */
export function uploadLicense(path: AbsolutePath): Command {
  return cfy(['license', 'upload', path]);
}

/**
 * Stores all managers, brokers and databases in root's profile, so that `cfy` tries another member of a service if one
 * is down.
 */
export function updateProfile(): Command {
  return cfy(['cluster', 'update-profile']);
}

/**
 * Run on a remaining manager: unregisters another manager. Stops nothing there, so the unregistered manager still uses
 * databases and brokers until its services are removed (cloudify-cli, cluster.py, 186). Fails if it is not registered.
 * @param hostname `manager.hostname` in its config.yaml
 */
export function unregisterManager(hostname: string): Command {
  return cfy(['cluster', 'remove', hostname]);
}
