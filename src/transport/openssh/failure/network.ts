import { shellHere } from '../../../model/next-step.ts';
import type { FailureCause } from '../../../model/health/gate.ts';
import type { ConnectCause } from '../../../model/host/connect-cause.ts';
import { formatDuration } from '../../../model/duration.ts';
import { CLOSED_DURING_LOGIN } from '../../ssh/login-steps.ts';
import { sshCommand } from '../../ssh/ssh-command.ts';
import type { FailedLogin, ExplainedLogin } from './failed-login.ts';
import { lateAgent } from './late-agent.ts';
import { stageOf } from './messages.ts';
import type { Messages, Stage } from './messages.ts';

interface Cause {
  readonly pattern: RegExp;
  readonly why: string;
  /** Set unless `transient` implies it. */
  readonly cause?: FailureCause;
  /** Set if a retry may help. */
  readonly transient?: ConnectCause;
}

const CLOSED = 'the host closed the connection; sshd may be starting or overloaded (MaxStartups)';
const OTHER_PROGRAM =
  'another program answers in place of sshd; sshd has another port, or the address is wrong';
const MOST_LINES = 5;

/** Causes by the message of ssh. The first group is the fault. */
const CAUSES: readonly Cause[] = [
  {
    pattern: /^ssh: Could not resolve hostname .+: (Temporary failure in name resolution)/,
    why: 'the name server is unreachable',
    transient: 'no-name-server',
  },
  {
    pattern: /^ssh: Could not resolve hostname .+?: (.+)$/,
    why: 'the name is wrong, or the name server does not have it',
    cause: 'unknown-name',
  },
  {
    pattern: /^ssh: connect to host .* port \d+: (Connection refused)/,
    why: 'no program listens on this port (yet)',
    transient: 'refused',
  },
  {
    pattern: /^ssh: connect to host .* port \d+: ((?:Connection|Operation) timed out)/,
    why: 'no answer; the host is down, or a firewall drops the packets',
    transient: 'no-answer',
  },
  {
    pattern: /^ssh: connect to host .* port \d+: (No route to host|Network is unreachable)/,
    why: 'no route; the host is down, or the address is wrong',
    transient: 'no-route',
  },
  {
    pattern: /banner line 0: (Exceeded MaxStartups)/,
    why: 'too many logins are in progress on the host (MaxStartups)',
    transient: 'overloaded',
  },
  {
    pattern: /banner line 0: (Not allowed at this time)/,
    why: 'sshd penalizes this address because of earlier failures (PerSourcePenalties)',
    transient: 'penalized',
  },
  {
    pattern: /(banner line contains invalid characters)/,
    why: OTHER_PROGRAM,
    cause: 'unexpected-status',
  },
  {
    pattern: /banner line 0: (.{1,80})/,
    why: OTHER_PROGRAM,
    cause: 'unexpected-status',
  },
  { pattern: /(Connection (?:closed|reset) by (?:remote host|peer))/, why: CLOSED, transient: 'closed' },
  { pattern: /: (Broken pipe)$/, why: CLOSED, transient: 'closed' },
  { pattern: /(Connection (?:closed|reset)) by/, why: CLOSED, transient: 'closed' },
];

/** Describes an attempt that reached no sshd, or whose connection broke. */
export function networkFailure(failed: FailedLogin, messages: Messages): ExplainedLogin {
  const cause = CAUSES.find(({ pattern }) => messages.match(pattern));
  const isLate = failed.how === 'late' || messages.match(/timed out during banner exchange/) !== undefined;
  const isOfSshd = cause?.transient === 'overloaded' || cause?.transient === 'penalized';
  return (
    (isOfSshd ? undefined : commandFailure(failed, messages, isLate)) ??
    (isLate ? lateFailure(failed, messages) : causeOf(failed, messages, cause))
  );
}

function attempted({ host }: FailedLogin) {
  return {
    what: `cannot connect to ${host.address} port ${host.ssh.port}`,
    next: shellHere(sshCommand(host).replace('ssh ', 'ssh -v ')),
  };
}

function lateFailure(failed: FailedLogin, messages: Messages): ExplainedLogin {
  const { what, next } = attempted(failed);
  const stage = stageOf(messages);
  const ofAgent = stage === 'login' ? lateAgent(failed.host, messages) : undefined;
  if (ofAgent) return { problem: { what: `${what}: ${late(failed, messages)}`, ...ofAgent } };
  return {
    problem: { what: `${what}: ${late(failed, messages)}`, why: WHY_LATE[stage], next, cause: 'timeout' },
    ...(stage === 'no connection' && { transient: 'no-answer' }),
    isOfBastion: failed.isBehind && stage === 'connected',
  };
}

function causeOf(failed: FailedLogin, messages: Messages, cause: Cause | undefined): ExplainedLogin {
  const { what, next } = attempted(failed);
  if (!cause)
    return { problem: { what: `${what}: ssh ended`, next, lines: messages.plain.slice(-MOST_LINES) } };
  const fault = messages.match(cause.pattern)?.[1] ?? '';
  const why = cause.transient === 'closed' && stageOf(messages) === 'login' ? CLOSED_DURING_LOGIN : cause.why;
  return {
    problem: { what: `${what}: ${fault}`, why, next, ...(cause.cause && { cause: cause.cause }) },
    ...(cause.transient && { transient: cause.transient }),
    isOfBastion: messages.match(/^Stdio forwarding request failed/) !== undefined,
  };
}

/** Describes a ProxyCommand that ended, or reached no sshd in time. A retry may help, because the host may be starting. */
function commandFailure(
  { host, limitMs, isBehind }: FailedLogin,
  messages: Messages,
  isLate: boolean,
): ExplainedLogin | undefined {
  if (isBehind) return undefined;
  const command = messages.match(/^Executing proxy command: exec (.+)$/)?.[1];
  if (command === undefined || stageOf(messages) !== 'connected') return undefined;
  const fault = isLate ? `no answer within ${formatDuration(limitMs)}` : 'the command ended';
  return {
    problem: {
      what: `cannot connect to ${host.address} port ${host.ssh.port} through ProxyCommand: ${fault}`,
      next: shellHere(command, 'run it by hand'),
      lines: proxyLines(messages),
    },
    transient: isLate ? 'no-answer' : 'closed',
  };
}

/** The lines that the command printed. */
function proxyLines({ plain }: Messages): readonly string[] {
  return plain
    .filter((line) => !/^(kex_exchange_identification: |Connection (closed|to|timed) )/.test(line))
    .slice(-MOST_LINES);
}

function late({ limitMs }: FailedLogin, messages: Messages): string {
  const within = `within ${formatDuration(limitMs)}`;
  switch (stageOf(messages)) {
    case 'no connection':
      return `no answer ${within}`;
    case 'connected':
      return `the port accepts the connection and sends nothing ${within}`;
    case 'banner':
      return `no key exchange ${within}`;
    case 'login':
      return `no login ${within}`;
  }
}

const WHY_LATE: Readonly<Record<Stage, string>> = {
  'no connection': 'the host is down, or a firewall drops the packets',
  connected: 'another program has the port, sshd hangs, or a proxy accepts connections in place of the host',
  banner: 'sshd hangs, or the network drops large packets (MTU)',
  login: 'sshd, PAM or a directory server hangs',
};
