import { shellHere, inOrder } from '../../../model/next-step.ts';
import type { Duplex } from 'node:stream';
import { ConnectError, ConnectionLost } from '../../../errors/errors.ts';
import { formatDuration } from '../../../model/duration.ts';
import type { EffectiveHost } from '../config/effective.ts';
import { sshCommand } from '../ssh-command.ts';
import type { Connection } from './connection.ts';
import { HandshakeFailed } from './handshake/handshake-failed.ts';

/** The bastions on the way to a host, from the nearest to this machine. */
type Bastions = readonly EffectiveHost[];

/** A host that is connected through bastions. */
export interface Passenger<H extends EffectiveHost = EffectiveHost> {
  readonly host: H;
  readonly bastions: readonly H[];
  readonly retryMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Connects to hosts. There is one connection with each bastion, which all hosts behind it share. */
export interface BastionPool<H extends EffectiveHost, C extends Connection> {
  readonly connect: (passenger: Passenger<H>) => Promise<C>;
  /**
   * Returns the connection with the last bastion. Connects to the bastions first, if they are not connected.
   * @throws the ConnectError of a bastion
   */
  reach(passenger: Passenger<H>): Promise<C>;
  /**
   * Opens a channel from the last bastion to the sshd of a host.
   * @throws HandshakeFailed, or the ConnectError of a bastion
   */
  open(passenger: Passenger<H>, limitMs: number): Promise<Duplex>;
  /** Ends the connection with a host when the last bastion is lost. */
  endWith(bastions: Bastions, connection: Connection): void;
  readonly close: () => void;
}

export function bastionPool<H extends EffectiveHost, C extends Connection>(
  connect: (passenger: Passenger<H>) => Promise<C>,
): BastionPool<H, C> {
  const shared = new Map<string, Promise<C>>();
  const connectionWith = (passenger: Passenger<H>): Promise<C> => {
    const { bastions } = passenger;
    const key = keyOf(bastions);
    const before = shared.get(key);
    if (before) return before;
    const made = connect({ ...passenger, host: lastOf(bastions), bastions: bastions.slice(0, -1) });
    shared.set(key, made);
    const forget = () => void (shared.get(key) === made && shared.delete(key));
    made.then(({ lost }) => lost.addEventListener('abort', forget), forget);
    return made;
  };
  const reach = (passenger: Passenger<H>) =>
    connectionWith(passenger).catch((error: unknown) => {
      throw failedBefore(error, passenger);
    });
  return {
    connect,
    reach,
    open: async (passenger, limitMs) => channelTo(await reach(passenger), passenger, limitMs),
    endWith: (bastions, connection) => {
      const why = `the connection with ${lastOf(bastions).name} was lost`;
      const onLost = ({ lost }: Connection) => lost.addEventListener('abort', () => connection.end(why));
      void shared.get(keyOf(bastions))?.then(onLost, () => undefined);
    },
    close: () =>
      shared.forEach(
        (made) =>
          void made.then(
            (one) => one.end('closed'),
            () => undefined,
          ),
      ),
  };
}

function lastOf<H extends EffectiveHost>(bastions: readonly H[]): H {
  const last = bastions.at(-1);
  if (!last) throw new Error('a host without bastions is connected directly');
  return last;
}

/** Connections with the same account, key and way are shared. */
export function keyOf(bastions: Bastions): string {
  return JSON.stringify(bastions.map(({ address, ssh }) => [ssh.user, address, ssh.port, ssh.identity]));
}

function failedBefore(error: unknown, { host, bastions }: Passenger): unknown {
  if (!(error instanceof ConnectError)) return error;
  const { name } = lastOf(bastions);
  return new ConnectError(
    error.problems.map((problem) => ({ ...problem, where: host.name, what: `${name}: ${problem.what}` })),
  );
}

/** An error of ssh2: the reason is a number of RFC 4254, 5.1. */
interface OpenFailure extends Error {
  readonly reason?: number;
}
const PROHIBITED = 1;

async function channelTo(connection: Connection, passenger: Passenger, limitMs: number): Promise<Duplex> {
  const { host } = passenger;
  const opening = connection.tunnel({ address: host.address, port: host.ssh.port });
  const late = new AbortController();
  const timeout = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => reject(notOpened(noAnswer(limitMs), passenger)), limitMs);
    late.signal.addEventListener('abort', () => clearTimeout(timer));
  });
  try {
    const channel = await Promise.race([opening, timeout]);
    return channel.on('error', () => undefined);
  } catch (error) {
    void opening.then(
      (channel) => channel.destroy(),
      () => undefined,
    );
    throw error instanceof HandshakeFailed ? error : notOpened(error as OpenFailure, passenger);
  } finally {
    late.abort();
  }
}

const noAnswer = (limitMs: number): OpenFailure =>
  Object.assign(new Error(`no answer within ${formatDuration(limitMs)}`), { reason: 0 });

function notOpened(error: OpenFailure, { host, bastions }: Passenger): HandshakeFailed {
  const { name } = lastOf(bastions);
  const where = host.name;
  const at = `${host.address} port ${host.ssh.port}`;
  if (error instanceof ConnectionLost)
    return new HandshakeFailed(
      { where, cause: 'connection-lost', what: `the connection with ${name} was lost: ${error.why}` },
      'closed',
    );
  if (error.reason === PROHIBITED)
    return new HandshakeFailed({
      where,
      cause: 'forwarding-denied',
      what: `${name} refuses to forward to ${at}`,
      why: 'its sshd forbids forwarding (AllowTcpForwarding, PermitOpen), or the account may not forward',
      next: inOrder(
        'allow forwarding there, or set `ssh.jump` to another bastion',
        shellHere(sshCommand(host), 'test'),
      ),
    });
  const text = error.message.replace(/^\(SSH\) Channel open failure: /, '');
  return new HandshakeFailed(
    {
      where,
      what: `${name} cannot connect to ${at}: ${text}`,
      why: 'the host is down, or a firewall between the bastion and the host drops the packets',
      next: shellHere(sshCommand(host).replace('ssh ', 'ssh -v ')),
    },
    error.reason === 0 ? 'no-answer' : 'refused',
  );
}
