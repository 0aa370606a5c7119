import { productConfig } from '../steps/host-files.ts';
import { rememberConfig } from '../steps/install.ts';
import { lanesOf } from '../../../phases/lane.ts';
import type { Phase } from '../../../phases/phase.ts';

/**
 * Every member's config.yaml lists the members of `after`. Nothing is run: `dbs add` and `brokers remove` change what
 * runs, and leave this file as it was (pg.py, 1532), which a later `configure` would then believe.
 */
export const memberConfig: Phase = {
  title: 'write the members into config.yaml',
  needs: [],
  follows: [],
  lanes: (input) =>
    lanesOf(input, (host) => {
      if (host.role === 'load_balancer') return [];
      // Whoever joined has joined: from now on it is as every deploy writes it.
      const files = [productConfig({ ...input, before: input.after }, host)];
      return [
        { slug: 'config', title: 'write config.yaml', action: { kind: 'files', files } },
        ...rememberConfig(input),
      ];
    }),
};
