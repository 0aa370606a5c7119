import type { Problem } from '../../../errors/errors.ts';
import { networkErrorText } from '../../../errors/network-error.ts';
import type { Host } from '../../../model/cluster.ts';
import { printable } from '../../../model/rendered.ts';
import { quote } from '../quote.ts';
import { loginWord, sshCommand } from '../ssh-command.ts';
import type { Login, SkippedKey } from './login-methods.ts';

/** A failed attempt. `transient` if a retry may help, for example because the host is starting. */
export class HandshakeFailed extends Error {
  readonly problem: Problem;
  readonly transient: boolean;
  constructor(problem: Problem, transient: boolean) {
    super(printable(problem.what));
    this.problem = problem;
    this.transient = transient;
  }
}

/** An error of ssh2 or of the socket. */
export interface SshError extends Error {
  readonly level?: string;
  readonly code?: string;
}

/** Causes of failures that a retry may fix, by system error code. */
const TRANSIENT: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no program listens on this port (yet)',
  ECONNRESET: 'the host closed the connection; sshd may be starting or overloaded (MaxStartups)',
  EPIPE: 'the host closed the connection; sshd may be starting or overloaded (MaxStartups)',
  ETIMEDOUT: 'no answer; the host is down, or a firewall drops the packets',
  EHOSTUNREACH: 'no route; the host is down, or the address is wrong',
  EAI_AGAIN: 'the name server is unreachable',
};

/** Describes a failed attempt. */
export function explain(error: SshError, { host, login }: { host: Host; login: Login }): HandshakeFailed {
  const at = `${host.address} port ${host.ssh.port}`;
  const failed = (problem: Omit<Problem, 'where'>, transient: boolean) =>
    new HandshakeFailed({ where: host.name, ...problem }, transient);
  const known = TRANSIENT[error.code ?? ''];
  if (known)
    return failed(
      {
        what: `cannot connect to ${at}: ${networkErrorText(error)}`,
        why: known,
        next: sshCommand(host),
      },
      true,
    );
  if (error.level === 'client-authentication') return failed(loginFailed(host, login), false);
  if (error.level === 'expired') return failed(passwordExpired(host), false);
  if (error.level === 'interrupted') return failed({ what: 'interrupted while connecting' }, false);
  if (error.message.includes('Too many authentication failures')) return failed(tooManyKeys(host), false);
  const ssh = sshCommand(host).replace('ssh ', 'ssh -v ');
  if (error.message.includes('no matching host key format')) return failed(hostKeysRefused(at), false);
  if (error.level === 'client-timeout') {
    const what = `cannot connect to ${at}: no answer within ${host.ssh.connectTimeoutMs} ms`;
    const why = ['the host is down, or a firewall drops the packets', ...faultsOf(login.ways)].join('; ');
    return failed({ what, why, next: ssh }, true);
  }
  const early = error.message.includes('lost before handshake');
  return failed({ what: `cannot connect to ${at}: ${networkErrorText(error)}`, next: ssh }, early);
}

/** Like ssh, Quorate accepts no signature that uses SHA-1 (ssh-rsa) or DSA. */
function hostKeysRefused(at: string): Omit<Problem, 'where'> {
  return {
    what: `cannot connect to ${at}: the host offers only signatures that ssh refuses as well`,
    why: 'its sshd is too old for SHA-2 signatures (ssh-rsa is SHA-1), or has a DSA key only',
    next: 'update OpenSSH on the host, or create its missing host keys: ssh-keygen -A',
  };
}

function passwordExpired({ address, ssh }: Host): Omit<Problem, 'where'> {
  return {
    what: `authentication failed for ${ssh.user}@${address}`,
    why: 'the password of the account has expired, and the host asks for a new one',
    next: `log in by hand and change it, or set \`ssh.identity\` to a key: ${sshCommand({ address, ssh })}`,
  };
}

/** sshd closes the connection after MaxAuthTries keys, which an agent with many keys exceeds. */
function tooManyKeys({ address, ssh }: Host): Omit<Problem, 'where'> {
  return {
    what: `authentication failed for ${ssh.user}@${address}`,
    why: 'too many keys offered (MaxAuthTries)',
    next: 'set `ssh.identity` to the right key and `ssh.agent: false`',
  };
}

function loginFailed(host: Host, { ways, skipped }: Login): Omit<Problem, 'where'> {
  const tried = ways.map(({ words }) => words).join(', ');
  const faults = faultsOf(ways);
  const unused = skipped.map(({ file, why }) => `${file} is ${why}`).join(', ');
  const reasons = [
    tried ? `tried: ${tried}` : 'no key, agent or password is available',
    ...(unused ? [`not tried: ${unused}`] : []),
    ...faults,
  ];
  return {
    what: `authentication failed for ${host.ssh.user}@${host.address}`,
    why: reasons.join('; '),
    next: nextLogin(host, { ways, skipped }),
  };
}

function nextLogin(host: Host, { ways, skipped }: Login): string {
  const skippedFor = (reason: SkippedKey['why']) => skipped.find(({ why }) => why === reason)?.file;
  const exposed = skippedFor('readable by other accounts');
  if (exposed !== undefined) return `chmod 600 ${quote(exposed)}`;
  if (faultsOf(ways).length > 0)
    return `log in by hand to see what is asked: ${sshCommand(host)}; set \`ssh.identity\` to a key that needs no prompt`;
  const encrypted = skippedFor('encrypted');
  if (encrypted !== undefined)
    return `add the key to the SSH agent: ssh-add ${quote(encrypted)}, or set \`ssh.identity\` to it`;
  return ways.length > 0
    ? `authorize the key on the host: ssh-copy-id -p ${host.ssh.port} ${loginWord(host)}`
    : 'set `ssh.identity` in the inventory, or start an SSH agent';
}

function faultsOf(ways: Login['ways']): readonly string[] {
  return ways.flatMap(({ words, fault }) => {
    const why = fault?.();
    return why === undefined ? [] : [`${words}: ${why}`];
  });
}
