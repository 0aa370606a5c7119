import { productConfig } from '../steps/host-files.ts';
import { rememberConfig } from '../steps/install.ts';
import { lanesOf } from '../../../phases/lane.ts';
import type { Phase } from '../../../phases/phase.ts';

/**
 * Writes the members of the cluster after the command into every member's config.yaml, and runs nothing. `dbs add` and
 * `brokers remove` change the running cluster but not this file (pg.py, 1532), and a later `configure` would apply the
 * old members.
 */
export const memberConfig: Phase = {
  title: 'update the member lists in config.yaml',
  needs: [],
  follows: [],
  lanes: (input) =>
    lanesOf(input, (host) => {
      if (host.role === 'load_balancer') return [];
      // The new member has joined by now, so the file no longer names a member to join.
      const files = [productConfig({ ...input, joining: [] }, host)];
      return [
        { slug: 'config', title: 'write config.yaml', action: { kind: 'files', files } },
        ...rememberConfig(input),
      ];
    }),
};
