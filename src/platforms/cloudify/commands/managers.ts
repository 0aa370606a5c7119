import type { Command } from '../../../model/host/command.ts';
import type { AbsolutePath } from '../../../model/names.ts';
import { cfy } from './program.ts';

/** On one manager, for all of them. */
export function uploadLicense(path: AbsolutePath): Command {
  return cfy(['license', 'upload', path]);
}

/** Stores managers, brokers and databases in root's profile, so that `cfy` tries them when one is gone. */
export function updateProfile(): Command {
  return cfy(['cluster', 'update-profile']);
}

/**
 * On a manager that stays: takes another out of the managers' registry, which stops nothing on it: it still reaches
 * databases and brokers until its host is removed (cloudify-cli, cluster.py, 186). An error if it is not registered.
 * @param hostname what its config.yaml calls `manager.hostname`
 */
export function unregisterManager(hostname: string): Command {
  return cfy(['cluster', 'remove', hostname]);
}
