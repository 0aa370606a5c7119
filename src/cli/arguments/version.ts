import { isSea } from 'node:sea';
import { hasNativeCrypto } from '../../transport/ssh/native-crypto.ts';
import { packageVersion } from '../resource.ts';

/** The version alone in the first line, for programs; then what a report of a bug needs. */
export async function versionText(): Promise<string> {
  const executable = isSea() ? ', single executable' : '';
  return [
    packageVersion(),
    `node: ${process.versions.node}${executable}`,
    `native crypto of ssh2: ${(await hasNativeCrypto()) ? 'yes' : 'no'}`,
  ].join('\n');
}
