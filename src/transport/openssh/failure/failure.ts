import { algorithmProblem } from './algorithms.ts';
import { configurationProblem } from './configuration.ts';
import { hostKeyProblem } from './host-key.ts';
import { loginProblem } from './login.ts';
import { messagesOf } from './messages.ts';
import type { FailedLogin, ExplainedLogin } from './failed-login.ts';
import { notStarted } from '../../ssh/worker/not-started.ts';
import { networkFailure } from './network.ts';

/** Causes that no later attempt ends. */
const PERMANENT = [
  ['settings', configurationProblem],
  ['algorithms', algorithmProblem],
  ['host-key', hostKeyProblem],
  ['auth', loginProblem],
] as const;

/** Finds the cause of a failed attempt in the messages of ssh, which are always English. */
export function explainLogin(failed: FailedLogin): ExplainedLogin {
  const { lines, how } = failed;
  if (how === 'interrupted') return { problem: { what: 'interrupted while connecting' } };
  const messages = messagesOf(lines);
  for (const [cause, find] of PERMANENT) {
    const problem = find(failed, messages);
    if (problem) return { problem: { cause, ...problem } };
  }
  if (how === 'ended' && messages.match(/^Authenticated to /))
    return { problem: notStarted({ kind: 'lost', why: 'closed by the host' }, failed.host) };
  return networkFailure(failed, messages);
}
