import { isQueried } from '../../model/health/membership.ts';
import type { Expected, Membership, View } from '../../model/health/membership.ts';
import { listings } from './listed-members.ts';

/** A member that answers, and what it says. */
export interface AnsweringMember<Of extends View> extends Expected {
  readonly view: Of;
}

/**
 * The members of a kind that answer. One that is being added counts from when another lists it: until then it may run
 * as a cluster of its own. One that is gone does not answer; its successor of the same name may.
 */
export function answeringMembers<Kind extends View['kind']>(
  membership: Membership,
  kind: Kind,
): readonly AnsweringMember<Extract<View, { kind: Kind }>>[] {
  return membership.expected
    .filter((member) => isQueried(member) && (member.standing !== 'joining' || isListed(membership, member)))
    .flatMap((member) => {
      const view = membership.views[member.host];
      return isOf(view, kind) ? [{ ...member, view }] : [];
    });
}

function isOf<Kind extends View['kind']>(
  view: View | undefined,
  kind: Kind,
): view is Extract<View, { kind: Kind }> {
  return view?.kind === kind;
}

/** Does another member list it as one of them? */
function isListed(membership: Membership, { host, node }: Expected): boolean {
  return listings(membership.service, [membership]).some(
    ({ by, nodes }) => by !== host && nodes.includes(node),
  );
}
