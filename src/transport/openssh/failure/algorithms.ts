import type { Problem } from '../../../errors/errors.ts';
import { mismatchProblem } from '../../ssh/connect/handshake/algorithms-problem.ts';
import type { FailedLogin } from './failed-login.ts';
import { messagesOf } from './messages.ts';
import type { Messages } from './messages.ts';

interface Kind {
  readonly name: string;
  /** Keyword of sshd_config and ssh_config. */
  readonly keyword: string;
}

/** The kinds of algorithms, by the text of ssh. */
const KINDS: Readonly<Record<string, Kind>> = {
  'key exchange method': { name: 'key exchange algorithm', keyword: 'KexAlgorithms' },
  'host key type': { name: 'host key algorithm', keyword: 'HostKeyAlgorithms' },
  cipher: { name: 'cipher', keyword: 'Ciphers' },
  MAC: { name: 'MAC', keyword: 'MACs' },
};

/** The kind of algorithm that both sides do not share, and the offer of the host. */
function mismatchIn({ match }: Messages): (Kind & { readonly theirs: string }) | undefined {
  const [, text = '', theirs = ''] =
    match(/^Unable to negotiate with .*: no matching (.+) found\. Their offer: (.*)$/) ?? [];
  const kind = KINDS[text];
  return kind && { ...kind, theirs };
}

/** Describes a handshake without a common algorithm, with the offers of both sides. */
export function algorithmProblem(
  { host, settings }: FailedLogin,
  messages: Messages,
): Omit<Problem, 'where'> | undefined {
  const mismatch = mismatchIn(messages);
  return mismatch && mismatchProblem(host, { ...mismatch, ours: settings?.get(mismatch.keyword)?.[0] });
}

/** True if both sides share no algorithm of a kind. The messages of ssh then have the offer of the host only. */
export function lacksOwnOffer({ lines }: Pick<FailedLogin, 'lines'>): boolean {
  return mismatchIn(messagesOf(lines)) !== undefined;
}
