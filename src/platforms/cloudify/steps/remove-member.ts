import { removeService, startServices } from '../commands/services.ts';
import { installMarker, PRODUCT_CONFIG } from '../product/paths.ts';
import { stagedFiles } from '../config/staged-files.ts';
import { knownRelease } from '../product/versions.ts';
import type { AbsolutePath, Service } from '../../../model/names.ts';
import type { PhaseInput } from '../../../phases/phase.ts';
import type { MemberRemoval } from '../../../phases/removal.ts';

/**
 * The directory with the product's copies of the keys. The product's uninstaller only renames the files, with a date.
 */
const PRODUCT_KEYS: AbsolutePath = '/etc/cloudify/ssl';

/** The commands of the product, and the files that its uninstaller leaves: config.yaml and the staged files. */
export function productRemoval(
  { after, material }: PhaseInput,
  service: Service,
): Pick<MemberRemoval, 'service' | 'startAgain' | 'uninstall' | 'leftovers'> {
  const release = knownRelease(after.version);
  return {
    service,
    startAgain: startServices(release),
    uninstall: { command: removeService(release), marker: installMarker(release, service) },
    leftovers: (host) => ({
      files: [PRODUCT_CONFIG, ...stagedFiles(after, host, material).map(({ path }) => path)],
      directories: [PRODUCT_KEYS],
    }),
  };
}
