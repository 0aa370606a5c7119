import { parse, stringify } from 'yaml';
import { PRODUCT_CONFIG } from '../../platforms/cloudify/product/paths.ts';
import { textFile } from '../world/files.ts';
import { fileText } from '../world/host.ts';
import { REMOVED, type ProductConfig } from './config.ts';
import type { ProgramContext } from '../commands/usage.ts';

const REMOVED_PASSWORDS = [
  ['postgresql_server', 'postgres_password'],
  ['postgresql_client', 'server_password'],
] as const;

/** End of an installation up to 6.2: rewrites config.yaml from its parsed content (config.py, dump_config). */
export function rewriteConfig({ world, host }: ProgramContext, { release }: ProductConfig): void {
  if (!release.rewritesConfig) return;
  const config = parse(fileText(host, PRODUCT_CONFIG) ?? '') as Record<string, Record<string, unknown>>;
  for (const [section, key] of REMOVED_PASSWORDS) {
    const found = config[section];
    if (found && key in found) found[key] = REMOVED;
  }
  const mtime = world.now() + host.clockOffsetMs;
  const owner = host.manager ? 'cfyuser:root' : 'root:root';
  const content = stringify({ ...config, unconfigured_install: false });
  host.files.set(PRODUCT_CONFIG, textFile(content, { mode: 0o600, owner, mtime }));
}
