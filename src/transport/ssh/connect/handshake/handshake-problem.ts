import { shellHere } from '../../../../model/next-step.ts';
import type { Problem } from '../../../../errors/errors.ts';
import { failedAddresses, networkErrorText } from '../../../../errors/network-error.ts';
import { formatDuration } from '../../../../model/duration.ts';
import type { ConnectCause } from '../../../../model/host/connect-cause.ts';
import { CLOSED_DURING_LOGIN } from '../../login-steps.ts';
import { sshCommand } from '../../ssh-command.ts';
import { noCommonAlgorithm } from './algorithms-problem.ts';
import type { Tried } from '../login/auth-handler.ts';
import { loginFailed, passwordExpired, tooManyKeys } from '../login/login-problem.ts';
import { FIRST_BYTE } from './attempt.ts';
import type { HandshakeAttempt } from './attempt.ts';
import type { HandshakeProgress } from './progress.ts';
import { HandshakeFailed } from './handshake-failed.ts';
import { refusalLine, whoAnswers } from './greeting.ts';

/** An error of ssh2 or of the socket. */
export interface SshError extends Error {
  readonly level?: string;
  readonly code?: string;
}

interface Cause {
  readonly cause: ConnectCause;
  readonly why: string;
}

const CLOSED: Cause = {
  cause: 'closed',
  why: 'the host closed the connection; sshd may be starting or overloaded (MaxStartups)',
};

/** Causes of failures that a retry may fix, by system error code. */
const TRANSIENT: Readonly<Record<string, Cause>> = {
  ECONNREFUSED: { cause: 'refused', why: 'no program listens on this port (yet)' },
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
  ETIMEDOUT: { cause: 'no-answer', why: 'no answer; the host is down, or a firewall drops the packets' },
  EHOSTUNREACH: { cause: 'no-route', why: 'no route; the host is down, or the address is wrong' },
  ENETUNREACH: { cause: 'no-route', why: 'no route; this machine has no network, or the address is wrong' },
  EAI_AGAIN: { cause: 'no-name-server', why: 'the name server is unreachable' },
};

/** A failed attempt, and how far it got. */
type Attempt = Pick<HandshakeAttempt, 'host' | 'login' | 'reachMs' | 'limitMs'> & {
  readonly progress: HandshakeProgress;
  readonly tried: readonly Tried[];
  /** True if the host closed the connection when keys were offered once more, with another signature. */
  readonly isAgain?: boolean;
};

/** Describes a failed attempt. */
export function explain(error: SshError, attempt: Attempt): HandshakeFailed {
  const { host, progress } = attempt;
  const permanent = (problem: Omit<Problem, 'where'>) =>
    new HandshakeFailed({ where: host.name, ...problem });
  if (error.level === 'client-authentication') return loginProblem(attempt);
  if (error.level === 'expired') return permanent(passwordExpired(host));
  if (error.level === 'interrupted') return permanent({ what: 'interrupted while connecting' });
  if (error.message.includes('Too many authentication failures'))
    return hasOneKey(attempt) ? loginProblem(attempt) : permanent(tooManyKeys(host));
  const mismatch = noCommonAlgorithm(error.message, host, progress);
  if (mismatch) return permanent({ cause: 'algorithms', ...mismatch });
  return networkProblem(error, attempt);
}

/** True if no setting would let fewer keys be offered. */
function hasOneKey({ host, isAgain }: Attempt): boolean {
  return host.ssh.identity !== undefined || isAgain === true;
}

function loginProblem({ host, login, tried }: Attempt): HandshakeFailed {
  const problem = loginFailed(host, { tried, skipped: login.skipped });
  const failed = new HandshakeFailed({ where: host.name, ...problem });
  failed.needsOperator = tried.some(({ way }) => way.needsOperator?.());
  return failed;
}

function networkProblem(error: SshError, attempt: Attempt): HandshakeFailed {
  const { host, progress } = attempt;
  const at = `cannot connect to ${host.address} port ${host.ssh.port}`;
  const next = shellHere(sshCommand(host).replace('ssh ', 'ssh -v '));
  const failed = (problem: Omit<Problem, 'where' | 'next'>, transient?: ConnectCause) =>
    new HandshakeFailed({ where: host.name, next, ...problem }, transient);
  const refusal = refusalLine(progress.firstBytes());
  if (refusal)
    return failed({ what: `${at}: the host answers "${refusal.line}"`, why: refusal.why }, refusal.cause);
  const other = whoAnswers(progress.firstBytes());
  if (other)
    return failed({
      what: `${at}: ${other}`,
      why: 'sshd has another port, or the address is wrong',
      cause: 'unexpected-status',
    });
  if (error.level === 'client-timeout')
    return failed({ what: `${at}: ${late(attempt)}`, why: whyLate(attempt), cause: 'timeout' });
  const known = transientCause(error, progress);
  const text = error.level === 'late-socket' ? noAnswer(attempt) : networkErrorText(error);
  const lines = failedAddresses(error, host.address);
  const shown = lines.length > 0 ? { lines } : {};
  if (known) return failed({ what: `${at}: ${text}`, why: known.why, ...shown }, known.cause);
  if (error.code === 'ENOTFOUND')
    return failed({
      what: `${at}: ${text}`,
      why: 'the name is wrong, or the name server does not have it',
      cause: 'unknown-name',
    });
  return failed(
    { what: `${at}: ${text}`, ...shown },
    error.message.includes('lost before handshake') ? 'closed' : undefined,
  );
}

function transientCause({ code = '' }: SshError, progress: HandshakeProgress): Cause | undefined {
  const known = TRANSIENT[code];
  return known === CLOSED && progress.stage() === 'login' ? { ...CLOSED, why: CLOSED_DURING_LOGIN } : known;
}

const noAnswer = ({ reachMs }: Attempt): string => `no answer within ${formatDuration(reachMs)}`;

function late({ reachMs, limitMs, progress }: Attempt): string {
  const within = `within ${formatDuration(limitMs)}`;
  switch (progress.stage()) {
    case 'no-data':
      return `the port accepts the connection and sends nothing within ${formatDuration(Math.min(reachMs, FIRST_BYTE))}`;
    case 'banner':
      return `no key exchange ${within}`;
    case 'login':
      return `no login ${within}`;
  }
}

function whyLate({ login, progress }: Attempt): string {
  switch (progress.stage()) {
    case 'no-data':
      return 'another program has the port, sshd hangs, or a proxy accepts connections in place of the host';
    case 'banner':
      return 'sshd hangs, or the network drops large packets (MTU)';
    case 'login': {
      const faults = login.ways.flatMap(({ words, fault }) => {
        const why = fault?.();
        return why === undefined ? [] : [`${words}: ${why}`];
      });
      return ['sshd, PAM or a directory server hangs', ...faults].join('; ');
    }
  }
}
