import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createPrivateKey } from 'node:crypto';
import { copyWithBackup, own } from '../base/files.ts';
import { getLog } from '../base/log.ts';
import type { CertificateSectionName, Settings } from '../config/settings.ts';
import { checkFiles, filesOf, prefixedKeys, type CertificateFiles, type CertificateKeys } from './check.ts';

const log = getLog('Certificates');

export interface Supply {
  readonly section: CertificateSectionName;
  readonly prefix?: string;
  readonly keys?: CertificateKeys;
  readonly cert?: string;
  readonly key?: string;
  readonly ca?: string;
  readonly owner?: string;
  readonly keyMode?: number;
  /** Use the files only if both certificate and key are given. */
  readonly needsBoth?: boolean;
}

/**
 * Checks the certificates of a section and copies them to the paths from which the services read them. The sources
 * stay; the configuration in memory then refers to the copies. Returns false if the section has no certificate to use.
 */
export function supplyCertificates(settings: Settings, supply: Supply): boolean {
  const section = settings[supply.section];
  if (!section) return false;
  const keys = supply.keys ?? prefixedKeys(supply.prefix ?? '');
  const files = filesOf(section, keys);
  checkFiles(files);
  if (![files.cert, files.key, files.ca, files.password].some(Boolean)) return false;
  if (supply.needsBoth === true && !(files.cert && files.key)) return false;
  log.info('Ensuring files are in correct locations.');
  copyAll(files, supply);
  if (files.password && supply.key) removeEncryption(supply.key, files.password);
  log.info('Setting certificate ownership and permissions.');
  setModes(supply);
  log.info('Updating configured certification locations.');
  const update = (key: string | undefined, path: string | undefined): void => {
    if (key !== undefined && path !== undefined) section[key] = path;
  };
  update(keys.cert, supply.cert);
  update(keys.key, supply.key);
  update(keys.ca, supply.ca);
  return true;
}

function copyAll(files: CertificateFiles, supply: Supply): void {
  const pairs: readonly [string, string | undefined][] = [
    [files.cert, supply.cert],
    [files.key, supply.key],
    [files.ca || (supply.cert ?? ''), supply.ca],
  ];
  for (const [source, destination] of pairs)
    if (source && destination && source !== destination) copyWithBackup(source, destination);
}

function setModes(supply: Supply): void {
  const owner = supply.owner ?? 'cfyuser';
  for (const path of [supply.cert, supply.ca]) if (path) own(path, { owner, mode: 0o444 });
  if (supply.key) own(supply.key, { owner, mode: supply.keyMode ?? 0o440 });
}

function removeEncryption(path: string, passphrase: string): void {
  const key = createPrivateKey({ key: readFileSync(path), passphrase });
  chmodSync(path, 0o600);
  writeFileSync(path, key.export({ type: 'pkcs8', format: 'pem' }));
}
