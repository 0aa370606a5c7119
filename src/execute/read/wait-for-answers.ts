import { runningButUnreachable } from '../../membership/views/peer-view.ts';
import { MINUTE, SECOND } from '../../model/duration.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { Service } from '../../model/names.ts';
import { collectMembership } from './collect-membership.ts';
import type { Run } from '../run.ts';

const PATIENCE = 2 * MINUTE;
const INTERVAL = 2 * SECOND;

/**
 * Collects membership until every member that its peers report as running is reachable, because any of them may be the
 * leader. Peers report a killed member as running for half a minute; after two minutes, returns what is known.
 */
export async function waitForAnswers(run: Run, service: Service): Promise<Membership> {
  const { clock } = run.env;
  const deadline = clock.now() + PATIENCE;
  for (;;) {
    const membership = await collectMembership(run, service);
    if (runningButUnreachable(membership).length === 0 || clock.now() > deadline || run.tally.stop.aborted)
      return membership;
    await clock.sleep(INTERVAL, run.tally.stop);
  }
}
