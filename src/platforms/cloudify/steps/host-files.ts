import { hostConfig } from '../config/config.ts';
import { renderConfig } from '../../../components/render-config.ts';
import { PRODUCT_CONFIG } from '../product/paths.ts';
import { knownRelease } from '../product/versions.ts';
import type { Host } from '../../../model/cluster.ts';
import type { FileSpec } from '../../../model/plan/step.ts';
import type { PhaseInput } from '../../../phases/phase.ts';

/**
 * The file config.yaml of a host. Compared by its receipt if the release rewrites the file and masks its passwords
 * during the install.
 */
export function productConfig(input: PhaseInput, host: Host): FileSpec {
  const { rewritesConfig } = knownRelease(input.after.version);
  return {
    path: PRODUCT_CONFIG,
    mode: 0o600,
    owner: 'root:root',
    want: { whole: renderConfig(hostConfig(input, host, input.material)) },
    compare: rewritesConfig ? 'receipt' : 'content',
  };
}
