import { algorithmProblem } from './algorithms.ts';
import { configurationProblem } from './configuration.ts';
import { hostKeyProblem } from './host-key.ts';
import { loginProblem } from './login.ts';
import { messagesOf } from './messages.ts';
import type { FailedLogin, ExplainedLogin } from './failed-login.ts';
import { notStarted } from '../../ssh/worker/not-started.ts';
import { networkFailure } from './network.ts';

/** Finds the cause of a failed attempt in the messages of ssh, which are always English. */
export function explainLogin(failed: FailedLogin): ExplainedLogin {
  const { lines, how } = failed;
  if (how === 'interrupted') return { problem: { what: 'interrupted while connecting' } };
  const messages = messagesOf(lines);
  for (const find of [configurationProblem, algorithmProblem, hostKeyProblem, loginProblem]) {
    const problem = find(failed, messages);
    if (problem) return { problem };
  }
  if (how === 'ended' && messages.match(/^Authenticated to /))
    return { problem: notStarted({ kind: 'lost', why: 'closed by the host' }, failed.host) };
  return networkFailure(failed, messages);
}
