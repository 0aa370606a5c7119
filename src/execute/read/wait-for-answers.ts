import { runningButUnreachable } from '../../membership/views/peer-view.ts';
import { MINUTE, SECOND } from '../../model/duration.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { Service } from '../../model/names.ts';
import { collectMembership } from './collect-membership.ts';
import type { Run } from '../run.ts';

const PATIENCE = 2 * MINUTE;
const INTERVAL = 2 * SECOND;

/**
 * Membership once everybody whom the others see at work answers us, too: who leads is not known before. A lost connection
 * comes back, and one that was killed is seen at work for half a minute only; after two minutes it is as it is.
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
