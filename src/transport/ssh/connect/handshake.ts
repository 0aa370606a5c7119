import { connect as connectSocket } from 'node:net';
import type { Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { Client, ConnectConfig } from 'ssh2';
import type { Problem } from '../../../errors/errors.ts';
import { networkErrorText } from '../../../errors/network-error.ts';
import type { Host } from '../../../model/cluster.ts';
import { watch } from './connection.ts';
import type { Connection } from './connection.ts';
import type { HostKeys } from './host-keys.ts';
import { printable } from '../../../model/rendered.ts';
import { quote } from '../quote.ts';
import { loginWord, sshCommand } from '../ssh-command.ts';
import type { Login } from './login-methods.ts';

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

export interface HandshakeAttempt {
  readonly host: Host;
  readonly login: Login;
  readonly keys: HostKeys;
  readonly keepaliveMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Connects, verifies the host key and logs in. Makes one attempt.
 * @throws HandshakeFailed
 */
export async function handshake(attempt: HandshakeAttempt): Promise<Connection> {
  const { host, keys, signal } = attempt;
  const order = await keys.order(host);
  // Bastions are not supported: every host is connected directly.
  const socket = connectSocket({ host: host.address, port: host.ssh.port, noDelay: true });
  const client = new ssh2.Client();
  const refused: { problem?: Problem } = {};
  const config: ConnectConfig = {
    ...settings(attempt, socket),
    algorithms: {
      serverHostKey: order as NonNullable<ConnectConfig['algorithms']>['serverHostKey'] & object,
    },
    hostVerifier: (key: Buffer, verified: (good: boolean) => void) => {
      keys.verify(host, key).then(
        (problem) => {
          if (problem) refused.problem = problem;
          verified(problem === undefined);
        },
        (error: Error) => {
          refused.problem = { where: host.name, what: 'cannot verify the host key', why: error.message };
          verified(false);
        },
      );
    },
  };
  try {
    await authenticated(client, config, signal);
  } catch (error) {
    socket.destroy();
    client.on('error', () => undefined);
    throw refused.problem ? new HandshakeFailed(refused.problem, false) : explain(error as SshError, attempt);
  }
  return watch(host.name, client, socket);
}

function settings({ host, login, keepaliveMs }: HandshakeAttempt, sock: Socket): ConnectConfig {
  return {
    sock,
    username: host.ssh.user,
    readyTimeout: host.ssh.connectTimeoutMs,
    keepaliveInterval: keepaliveMs,
    keepaliveCountMax: 3,
    authHandler: login.ways.map(({ method }) => method),
  };
}

function authenticated(client: Client, config: ConnectConfig, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const interrupted = () => reject(Object.assign(new Error('interrupted'), { level: 'interrupted' }));
    if (signal?.aborted) return interrupted();
    signal?.addEventListener('abort', interrupted, { once: true });
    const settled = () => {
      signal?.removeEventListener('abort', interrupted);
      client.removeAllListeners('error').removeAllListeners('close');
    };
    client.once('ready', () => (settled(), resolve()));
    // If the agent is unreachable, the other login methods are still tried.
    client.on('error', (error: SshError) => error.level !== 'agent' && (settled(), reject(error)));
    client.once('close', () =>
      reject(Object.assign(new Error('closed during the handshake'), { code: 'ECONNRESET' })),
    );
    client.connect(config);
  });
}

interface SshError extends Error {
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

function explain(error: SshError, { host, login }: HandshakeAttempt): HandshakeFailed {
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
  if (error.level === 'interrupted') return failed({ what: 'interrupted while connecting' }, false);
  if (error.message.includes('Too many authentication failures')) return failed(tooManyKeys(host), false);
  const ssh = sshCommand(host).replace('ssh ', 'ssh -v ');
  if (error.level === 'client-timeout') {
    const what = `cannot connect to ${at}: no answer within ${host.ssh.connectTimeoutMs} ms`;
    return failed({ what, why: 'the host is down, or a firewall drops the packets', next: ssh }, true);
  }
  const early = error.message.includes('lost before handshake');
  return failed({ what: `cannot connect to ${at}: ${networkErrorText(error)}`, next: ssh }, early);
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
  const encrypted = skipped.find(({ why }) => why === 'encrypted');
  const unused = skipped.map(({ file, why }) => `${file} is ${why}`).join(', ');
  const reasons = [
    tried ? `tried: ${tried}` : 'no key, agent or password is available',
    ...(unused ? [`not tried: ${unused}`] : []),
  ];
  return {
    what: `authentication failed for ${host.ssh.user}@${host.address}`,
    why: reasons.join('; '),
    next: encrypted
      ? `add the key to the SSH agent: ssh-add ${quote(encrypted.file)}, or set \`ssh.identity\` to it`
      : tried
        ? `authorize the key on the host: ssh-copy-id -p ${host.ssh.port} ${loginWord(host)}`
        : 'set `ssh.identity` in the inventory, or start an SSH agent',
  };
}
