import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { validationError } from '../base/failure.ts';
import { own, write } from '../base/files.ts';
import { getLog } from '../base/log.ts';
import { paths } from '../base/paths.ts';
import { wants, type Settings } from './settings.ts';

const log = getLog('Config');
const removed = '<removed>';

/**
 * Up to 5.2, overwrites config.yaml with the result of the install: defaults, derived settings and the paths of the
 * copied certificates. On a manager, the file then belongs to the product's own user.
 */
export function dumpConfig(settings: Settings): void {
  if (!settings.release.rewritesConfig) return;
  write(paths.userConfig, dumped(settings));
  if (wants(settings, 'manager_service') && hasUser('cfyuser')) own(paths.userConfig, { owner: 'cfyuser' });
}

const hasUser = (name: string): boolean => readFileSync('/etc/passwd', 'utf8').includes(`\n${name}:`);

export function dumped(settings: Settings): string {
  const { release, ...rest } = structuredClone(settings);
  if (
    release.removesPasswords &&
    wants(settings, 'manager_service') &&
    rest.postgresql_client.server_password
  ) {
    log.info('Removing postgres password from config.yaml');
    rest.postgresql_client.server_password = removed;
  }
  return stringify({ ...rest, config_files: undefined }, { lineWidth: 0 });
}

/** Rejects a rewritten file, because its passwords are replaced by a known text. */
export function checkNoRemovedPasswords(settings: Settings): void {
  if (!settings.release.removesPasswords) return;
  const found = [
    ['postgresql_client.server_password', settings.postgresql_client.server_password],
    ['postgresql_server.postgres_password', settings.postgresql_server.postgres_password],
    ['ssl_inputs.external_ca_key_password', settings.ssl_inputs.external_ca_key_password],
  ].flatMap(([path, value]) => (value === removed ? [`'${path ?? ''}'`] : []));
  if (found.length > 0)
    throw validationError(
      'Previously removed password(s) detected. Password values must be changed to something other than ' +
        `"${removed}". Locations: [${found.join(', ')}]`,
    );
}
