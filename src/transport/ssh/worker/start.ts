import { randomBytes } from 'node:crypto';
import type { ClientChannel } from 'ssh2';
import { ConnectError } from '../../../errors/errors.ts';
import type { Problem } from '../../../errors/errors.ts';
import type { Host } from '../../../model/cluster.ts';
import type { Connection } from '../connect/connection.ts';
import { rootCheck } from '../ssh-command.ts';
import { startLine } from './loop.ts';

/** Result of starting the worker's shell loop. */
type Start =
  | { readonly kind: 'ready'; readonly uid: string }
  | { readonly kind: 'no-password' }
  | { readonly kind: 'wrong-password' }
  | { readonly kind: 'ended'; readonly code: number | null; readonly said: string }
  | { readonly kind: 'timed-out' };

/**
 * Starts the worker's shell loop as root. Sends a password only in answer to sudo's own prompt, and only once.
 * @throws ConnectError if the shell does not start, or not as root
 */
export async function startLoop(connection: Connection, host: Host): Promise<ClientChannel> {
  const nonce = randomBytes(16).toString('hex');
  const channel = await openChannel(connection, host, startLine(nonce, host.ssh.become));
  const start = await waitForReady(channel, host, nonce);
  if (start.kind === 'ready' && start.uid === '0') return channel;
  connection.end('not root');
  throw new ConnectError([{ where: host.name, ...notStarted(start, host) }]);
}

function openChannel(connection: Connection, host: Host, line: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    connection.client.exec(line, (error, channel) => {
      if (!error) {
        channel.on('close', () => connection.end('the shell ended'));
        return resolve(channel);
      }
      connection.end(error.message);
      reject(
        new ConnectError([
          {
            where: host.name,
            what: `cannot start a shell: ${error.message}`,
            next: 'check the log of sshd on the host',
          },
        ]),
      );
    });
  });
}

function waitForReady(channel: ClientChannel, host: Host, nonce: string): Promise<Start> {
  return new Promise((resolve) => {
    const received = { out: '', err: '', prompts: 0, code: null as number | null };
    const settle = (start: Start) => {
      clearTimeout(timer);
      channel.removeListener('data', onOut).removeListener('exit', onExit).removeListener('close', onClose);
      channel.stderr.removeListener('data', onErr);
      resolve(start);
    };
    const timer = setTimeout(() => settle({ kind: 'timed-out' }), host.ssh.connectTimeoutMs);
    const onOut = (chunk: Buffer) => {
      received.out += chunk.toString('utf8');
      const uid = new RegExp(`\n${nonce} ready (\\d+)\n`).exec(received.out)?.[1];
      if (uid !== undefined) settle({ kind: 'ready', uid });
    };
    const onErr = (chunk: Buffer) => {
      received.err += chunk.toString('utf8');
      const prompts = received.err.split(`${nonce}:`).length - 1;
      if (prompts === received.prompts) return;
      received.prompts = prompts;
      const password = host.ssh.becomePassword?.reveal();
      if (prompts > 1) settle({ kind: 'wrong-password' });
      else if (password === undefined) settle({ kind: 'no-password' });
      else channel.write(`${password}\n`);
    };
    const onExit = (code: number | null) => (received.code = code);
    const onClose = () => {
      // An account without a shell, or a profile that exits, prints its sentence on stdout.
      const said = `${received.out.trim()}\n${received.err.replaceAll(`${nonce}:`, '').trim()}`.trim();
      const wrong = received.prompts > 0 && said.includes('incorrect password');
      settle(wrong ? { kind: 'wrong-password' } : { kind: 'ended', code: received.code, said });
    };
    channel.on('data', onOut).on('exit', onExit).on('close', onClose);
    channel.stderr.on('data', onErr);
  });
}

function notStarted(start: Start, host: Host): Omit<Problem, 'where'> {
  const { ssh } = host;
  switch (start.kind) {
    case 'no-password':
      return {
        what: `sudo requires the password of ${ssh.user}, which is not set`,
        why: 'sudoers has no NOPASSWD for this account, and the inventory has no `ssh.become.password`',
        next: 'set `ssh.become.password` in the inventory, or allow NOPASSWD for this account',
      };
    case 'wrong-password':
      return {
        what: `sudo rejected the password of ${ssh.user}`,
        why: 'tried only once, so that the account is not locked',
        next: 'correct `ssh.become.password`',
      };
    case 'timed-out':
      return {
        what: `no shell within ${ssh.connectTimeoutMs} ms`,
        why: ssh.become
          ? 'sudo may prompt for something other than a password'
          : 'the login shell of the account hangs',
        next: rootCheck(host),
      };
    case 'ready':
      return {
        what: `${ssh.user} is not root on the host`,
        why: ssh.become ? 'sudo switched to another account' : '`become` is off',
        next: 'set `ssh.become: true`, or log in as root',
      };
    case 'ended':
      return ended(start, host);
  }
}

/** sudo reports refusals only as text, which LC_ALL=C makes English. */
const REFUSALS: readonly { readonly says: RegExp; readonly what: string; readonly next: string }[] = [
  {
    says: /must have a tty/,
    what: 'sudo requires a terminal',
    next: 'remove `requiretty` for this account from sudoers',
  },
  {
    says: /not in the sudoers file|may not run sudo|not allowed to/,
    what: 'sudo does not allow this account',
    next: 'add it to sudoers, or log in as root (`become: false`)',
  },
  {
    says: /sudo.*(not found|No such file)/,
    what: 'sudo is not installed',
    next: 'install sudo, or log in as root (`become: false`)',
  },
];

function ended({ code, said }: Extract<Start, { kind: 'ended' }>, host: Host): Omit<Problem, 'where'> {
  const refusal = REFUSALS.find(({ says }) => says.test(said));
  return {
    what: refusal?.what ?? `the shell of ${host.ssh.user} ended with code ${code ?? 'none'}`,
    next: refusal?.next ?? `log in by hand and check: ${rootCheck(host)}`,
    ...(said ? { lines: said.split('\n').slice(-5) } : {}),
  };
}
