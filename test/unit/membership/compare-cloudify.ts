import * as admission from '../../../src/membership/admission/compare-with-members.ts';
import type { NotInstalled } from '../../../src/membership/admission/inventory-mismatch.ts';
import type { Membership } from '../../../src/model/health/membership.ts';
import type { MemberOperation } from '../../../src/model/plan/step.ts';
import { advised } from '../../support/advised.ts';
import { platformOf } from '../../../src/registry/platforms.ts';

const { emptyHost } = platformOf({ platform: 'cloudify' });

/** Compares the inventory with the members of a cluster on the Cloudify platform. The advice is text. */
export function compareWithMembers(
  memberships: readonly Membership[],
  notInstalled: readonly NotInstalled[],
  removals: readonly MemberOperation[] = [],
) {
  return advised(admission.compareWithMembers(memberships, notInstalled, { removals, emptyHost }));
}
