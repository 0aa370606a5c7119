import type { Problem } from '../../../errors/errors.ts';
import type { Host } from '../../../model/cluster.ts';
import { shellHere } from '../../../model/next-step.ts';
import type { Messages } from './messages.ts';

/**
 * Describes an SSH agent that keeps ssh waiting, which ssh itself does not limit. Undefined if ssh waits for the host.
 */
export function lateAgent(
  { ssh }: Host,
  { all, match }: Messages,
): Pick<Problem, 'cause' | 'why' | 'next'> | undefined {
  if (!ssh.agent) return undefined;
  const agent = {
    cause: 'auth',
    next: shellHere('ssh-add -l', 'check the SSH agent of this machine'),
  } as const;
  const accepted = all.findLastIndex((line) => /^Server accepts key: .*\bagent\b/.test(line));
  const isAnswered = all.slice(accepted).some((line) => /^(Authentications that|sign_and_send)/.test(line));
  if (accepted >= 0 && !isAnswered)
    return { ...agent, why: 'the SSH agent makes no signature; it may wait for a touch or a confirmation' };
  return hasListed({ match }) ? undefined : { ...agent, why: 'the SSH agent does not answer' };
}

/** True if ssh has listed the keys, or waits for the host before that. Its version determines when it does. */
function hasListed({ match }: Pick<Messages, 'match'>): boolean {
  if (match(/^Will attempt key: |agent returned \d+ keys|ssh_get_authentication_socket/)) return true;
  const asksHost = match(/^SSH2_MSG_SERVICE_ACCEPT received/) !== undefined;
  return asksHost && match(/^Next authentication method: publickey/) === undefined;
}
