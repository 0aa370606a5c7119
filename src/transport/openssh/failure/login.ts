import type { Problem } from '../../../errors/errors.ts';
import type { Host } from '../../../model/cluster.ts';
import { shellHere, type Next } from '../../../model/next-step.ts';
import { quote } from '../../ssh/quote.ts';
import { allowKeys, authorizeKey, correctPassword } from '../../ssh/login-steps.ts';
import { sshCommand } from '../../ssh/ssh-command.ts';
import type { FailedLogin } from './failed-login.ts';
import type { Messages } from './messages.ts';
import { lockedKey, offeredKey, triedOf } from './offered-keys.ts';

/** Describes a login that the host refused, with each key and method that was tried. */
export function loginProblem(
  { host, unanswered }: FailedLogin,
  messages: Messages,
): Omit<Problem, 'where'> | undefined {
  const { match } = messages;
  const tooMany = match(/Too many authentication failures/);
  const denied = match(/: Permission denied \((.*)\)\.$/);
  if (!denied && !tooMany) return undefined;
  const what = `authentication failed for ${host.ssh.user}@${host.address}`;
  if (tooMany)
    return {
      what,
      why: ['too many keys offered (MaxAuthTries)', ...reasonsOf(messages)].join('; '),
      next: 'set `ssh.identity` to the right key, so that no other is offered',
    };
  const tried = triedOf(messages);
  const allowed = `the host allows: ${denied?.[1]?.replaceAll(',', ', ') ?? ''}`;
  const nothing = allowsKeys(messages) ? 'no key or password is available' : 'the host allows no keys';
  const why = [tried.length > 0 ? `tried: ${tried.join(', ')}` : nothing, allowed];
  return {
    what,
    why: [...why, ...unanswered.map(describePrompt), ...reasonsOf(messages)].join('; '),
    next: nextLogin({ host, messages, tried, isAnswered: unanswered.length === 0 }),
  };
}

/** The longest text of a prompt in a message. */
const LONGEST_PROMPT = 80;

function describePrompt(text: string): string {
  return `the host prompted for "${text.slice(0, LONGEST_PROMPT)}", and there is no terminal`;
}

/** Methods that the password of the inventory answers. */
const PASSWORD = /^(password|keyboard-interactive)$/;

interface Reason {
  readonly pattern: RegExp;
  readonly text: (found: readonly string[]) => string;
}

/** Reasons of this machine, by the message of ssh. */
const REASONS: readonly Reason[] = [
  { pattern: /^Load key "(.+)": bad permissions/, text: ([, file]) => `other accounts can read ${file}` },
  { pattern: /^Load key "(.+)": (.+)$/, text: ([, file, why]) => `cannot use the key ${file}: ${why}` },
  {
    pattern: /^no such identity: (.+): (.+)$/,
    text: ([, file, why]) => `cannot read the key ${file}: ${why}`,
  },
  { pattern: /^sign_and_send_pubkey: (.+)$/, text: ([, why]) => `cannot sign: ${why}` },
  { pattern: /^(?:Certificate|.*certificate) (.*(?:expired|not yet valid).*)$/, text: ([all]) => `${all}` },
];

function reasonsOf({ plain, debug, match }: Messages): readonly string[] {
  const lines = [...plain, ...debug];
  const found = lines.flatMap((line) => {
    for (const { pattern, text } of REASONS) {
      const match = pattern.exec(line);
      if (match) return [text(match)];
    }
    return [];
  });
  const locked = lockedKey({ plain, debug, match });
  return [...new Set([...found, ...(locked ? [locked.why] : [])])];
}

function allowsKeys({ match }: Messages): boolean {
  return match(/: Permission denied \(.*publickey/) !== undefined;
}

interface Refused {
  readonly host: Host;
  readonly messages: Messages;
  readonly tried: readonly string[];
  /** False if the host had a prompt that nothing answered. */
  readonly isAnswered: boolean;
}

function nextLogin(refused: Refused): Next {
  return nextHere(refused.messages) ?? nextThere(refused);
}

/** The next step if this machine cannot use a key. */
function nextHere(messages: Messages): Next | undefined {
  const { match, debug } = messages;
  const locked = lockedKey(messages);
  if (locked) return locked.next;
  const exposed = match(/^Load key "(.+)": bad permissions/)?.[1];
  if (exposed !== undefined) return shellHere(`chmod 600 ${quote(exposed)}`);
  const certificate = debug.map(offeredKey).find((key) => key?.isCertificate);
  return certificate && shellHere(`ssh-keygen -Lf ${quote(certificate.file)}`, 'check its account and time');
}

function nextThere({ host, messages, tried, isAnswered }: Refused): Next {
  const { match } = messages;
  if (host.ssh.password && isAnswered && tried.some((method) => PASSWORD.test(method)))
    return correctPassword(host);
  if (match(/^Offering public key: /) && !match(/^Server accepts key: /) && allowsKeys(messages))
    return authorizeKey(host);
  if (match(/^no such identity: /)) return 'correct `ssh.identity` in the inventory';
  if (tried.length > 0)
    return shellHere(sshCommand(host).replace('ssh ', 'ssh -v '), 'log in by hand to see what is asked');
  return allowsKeys(messages)
    ? 'set `ssh.identity` in the inventory, or start an SSH agent'
    : allowKeys(host);
}
