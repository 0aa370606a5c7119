import { isQueried } from '../../model/health/membership.ts';
import type { Expected, Membership, View } from '../../model/health/membership.ts';
import { listings } from './listed-members.ts';

/** A member that answers, with its report. */
export interface AnsweringMember<Of extends View> extends Expected {
  readonly view: Of;
}

/**
 * Returns the members that answer, with their reports. A joining member counts only once another member lists it,
 * because until then it may run as a cluster of its own. A lost member does not count, because any answer under its
 * name comes from its replacement.
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

/** True if another member lists this member. */
function isListed(membership: Membership, { host, node }: Expected): boolean {
  return listings(membership.service, [membership]).some(
    ({ by, nodes }) => by !== host && nodes.includes(node),
  );
}
