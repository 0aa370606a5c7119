// Keywords of sshd -T: cspell:ignore permitrootlogin
import type { Problem } from '../../../errors/errors.ts';
import type { Host } from '../../../model/cluster.ts';
import { RUN_AGAIN, shellHere, shellOn, type Next } from '../../../model/next-step.ts';
import { quote } from '../../ssh/quote.ts';
import { allowKeys, authorizeKey, correctPassword, nextForPrompt, sshdLog } from '../../ssh/login-steps.ts';
import { sshCommand } from '../../ssh/ssh-command.ts';
import { agentFault, allowedIn, attemptsIn } from './attempts.ts';
import type { Attempt } from './attempts.ts';
import type { FailedLogin } from './failed-login.ts';
import type { Messages } from './messages.ts';

/** Describes a login that the host refused: each method with the reason for its failure. */
export function loginProblem(failed: FailedLogin, messages: Messages): Omit<Problem, 'where'> | undefined {
  const { host, unanswered } = failed;
  const isClosed = messages.match(/Too many authentication failures/) !== undefined;
  if (!isClosed && !messages.match(/: Permission denied \(.*\)\.$/)) return undefined;
  const allowed = allowedIn(messages);
  const attempts = [...attemptsIn(messages), ...notOffered(host, messages, allowed)];
  const isOfKeys = isClosed && attempts.filter(isKey).length > 1;
  const fault = host.ssh.agent ? agentFault(messages) : undefined;
  const reasons = [
    ...(isOfKeys ? ['too many keys offered (MaxAuthTries)'] : []),
    ...(attempts.length > 0
      ? attempts.map((attempt) => `${attempt.words}: ${whyOf(attempt, unanswered)}`)
      : ['no key, agent or password is available']),
    ...(fault === undefined ? [] : [`ssh agent: ${fault}`]),
    ...(isClosed ? [] : [`the host allows: ${allowed.join(', ')}`]),
  ];
  return {
    what: `authentication failed for ${host.ssh.user}@${host.address}`,
    why: reasons.join('; '),
    next: isOfKeys
      ? 'set `ssh.identity` to the right key, so that no other is offered'
      : nextLogin({ host, attempts, isAnswered: unanswered.length === 0 }),
  };
}

/** Methods that the password of the inventory answers. */
const PASSWORD: readonly string[] = ['password', 'keyboard-interactive'];

const NOT_OFFERED = { result: 'not-offered', why: 'not offered by the host' } as const;

/** The methods of the inventory that ssh did not try because the host does not allow them. */
function notOffered({ ssh }: Host, { match }: Messages, allowed: readonly string[]): readonly Attempt[] {
  const isAbsent = (methods: readonly string[]) =>
    !methods.some(
      (method) => allowed.includes(method) || match(new RegExp(`^Next authentication method: ${method}$`)),
    );
  return [
    ...(ssh.identity !== undefined && isAbsent(['publickey'])
      ? [{ method: 'publickey', words: `key ${ssh.identity}`, ...NOT_OFFERED }]
      : []),
    ...(ssh.password && isAbsent(PASSWORD)
      ? [{ method: 'password', words: 'password', ...NOT_OFFERED }]
      : []),
  ];
}

/** The longest text of a prompt in a message. */
const LONGEST_PROMPT = 80;

function whyOf({ method, why }: Attempt, unanswered: readonly string[]): string {
  const [prompt] = unanswered;
  return method === 'keyboard-interactive' && prompt !== undefined
    ? `the host prompted for "${prompt.trim().slice(0, LONGEST_PROMPT)}", and there is no terminal to answer on`
    : why;
}

function isKey({ method }: Attempt): boolean {
  return method === 'publickey';
}

interface Refused {
  readonly host: Host;
  readonly attempts: readonly Attempt[];
  /** False if the host had a prompt that nothing answered. */
  readonly isAnswered: boolean;
}

function nextLogin(refused: Refused): Next {
  return nextHere(refused) ?? nextThere(refused);
}

/** The next step if this machine cannot use a key. */
function nextHere({ attempts }: Refused): Next | undefined {
  const fileOf = (result: Attempt['result']) =>
    attempts.flatMap((one) => (one.result === result && one.file !== undefined ? [one.file] : []))[0];
  const [exposed, locked] = [fileOf('exposed'), fileOf('locked')];
  if (exposed !== undefined) return shellHere(`chmod 600 ${quote(exposed)}`);
  if (locked !== undefined) return shellHere(`ssh-add ${quote(locked)}`, 'add the key to the SSH agent');
  return fileOf('wrong-passphrase') === undefined ? undefined : RUN_AGAIN;
}

function nextThere({ host, attempts, isAnswered }: Refused): Next {
  const found = (is: (attempt: Attempt) => boolean) => attempts.find(is);
  if (!isAnswered) return nextForPrompt(sshCommand(host));
  if (found(({ result }) => result === 'refused')) return allowAccount(host);
  const { certificate } = found((one) => one.certificate !== undefined) ?? {};
  if (certificate !== undefined)
    return shellHere(`ssh-keygen -Lf ${quote(certificate)}`, 'check its account and time');
  if (host.ssh.password && found(({ method, result }) => PASSWORD.includes(method) && result === 'rejected'))
    return correctPassword(host);
  if (found((one) => isKey(one) && one.result === 'rejected')) return authorizeKey(host);
  if (found(({ result }) => result === 'missing')) return 'correct `ssh.identity` in the inventory';
  if (found((one) => isKey(one) && one.result === 'not-offered')) return allowKeys(host);
  return attempts.length > 0
    ? shellHere(sshCommand(host).replace('ssh ', 'ssh -v '), 'log in by hand to see what is asked')
    : 'set `ssh.identity` in the inventory, or start an SSH agent';
}

/** The next step if a host accepts a key and refuses the account. */
function allowAccount(host: Host): Next {
  return host.ssh.user === 'root'
    ? shellOn(
        host.name,
        'sshd -T | grep -i permitrootlogin',
        'allow root to log in, or set another `ssh.user`',
      )
    : sshdLog(host, 'read why sshd refuses the account');
}
