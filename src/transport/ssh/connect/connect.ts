import type { Duplex } from 'node:stream';
import { ConnectError } from '../../../errors/errors.ts';
import type { Host } from '../../../model/cluster.ts';
import { SECOND } from '../../../model/duration.ts';
import type { EffectiveHost } from '../config/effective.ts';
import type { Route } from '../config/route.ts';
import { bastionPool } from './bastions.ts';
import { routeSelector } from '../config/client/clients.ts';
import type { SelectedRoute } from '../config/client/clients.ts';
import type { Connection } from './connection.ts';
import { openSocket } from './handshake/open-socket.ts';
import { hostKeys } from './host-keys.ts';
import type { HostKeys } from './host-keys.ts';
import { keyRing } from './login/keys.ts';
import { waysIn } from './login/login-methods.ts';
import type { Login } from './login/login-methods.ts';
import { turns } from '../worker/turns.ts';
import type { SshOptions } from './options.ts';
import { handshakeSlots, persist } from './persist.ts';
import { oneReachMs } from './retries.ts';

/** A route, and the client that it needs. */
export interface ClientRoute extends SelectedRoute {
  /** True if the host is connected with the OpenSSH client of this machine. */
  readonly isOpenSsh: boolean;
}

/** Connects to hosts with ssh2, directly or through bastions. */
interface Connector {
  /** @throws ConnectError if ssh_config requires a feature that the host's client lacks */
  readonly route: (host: Host) => Promise<ClientRoute>;
  readonly connect: (
    way: Pick<Route, 'host' | 'bastions'>,
    signal?: AbortSignal,
    retryMs?: number,
  ) => Promise<Connection>;
  /** Opens a connection with the sshd of a host, without a handshake. Makes one attempt. */
  readonly open: (way: Pick<Route, 'host' | 'bastions'>) => Promise<Duplex>;
  /** Ends the connections with the bastions. */
  readonly close: () => void;
}

/**
 * Limits concurrent handshakes, reads each key and known_hosts file once, prompts for each passphrase once, and connects
 * to each bastion once.
 */
export function connector(options: SshOptions, keys: HostKeys = hostKeys(options)): Connector {
  const slots = handshakeSlots(options.handshakes);
  const openKey = keyRing(options);
  const oneByOne = turns();
  const route = router(options, keys);
  const pool = bastionPool<EffectiveHost, Connection>(async ({ host, bastions, retryMs, signal }) => {
    const login = await waysIn(host, options, openKey);
    const keepaliveMs = host.ssh.keepaliveMs ?? options.keepaliveMs ?? 10 * SECOND;
    const connection = await persist(
      {
        attempt: { host, login, keys, keepaliveMs, turns: oneByOne, signal },
        approach: async () => bastions.length > 0 && pool.reach({ host, bastions, retryMs, signal }),
        open: (attempt) =>
          bastions.length === 0
            ? openSocket(attempt)
            : pool.open({ host, bastions, retryMs, signal }, attempt.reachMs),
        retryMs,
      },
      options,
      slots,
    );
    if (bastions.length > 0) pool.endWith(bastions, connection);
    return connection;
  });
  return {
    route,
    connect: ({ host, bastions }, signal, retryMs = options.connectRetryMs) =>
      pool.connect({ host, bastions, retryMs, signal }),
    open: ({ host, bastions }) => {
      const limitMs = host.ssh.connectTimeoutMs;
      const reachMs = oneReachMs(limitMs, options);
      return bastions.length === 0
        ? openSocket({ host, login: NO_LOGIN, reachMs, limitMs, signal: undefined })
        : pool.open({ host, bastions, retryMs: 0, signal: undefined }, reachMs);
    },
    close: pool.close,
  };
}

const NO_LOGIN: Login = { ways: [], skipped: [] };

/** Returns a function that finds the way to a host, and reports each setting of ssh_config that has no effect once. */
function router(options: SshOptions, keys: HostKeys): (host: Host) => Promise<ClientRoute> {
  const { onIgnored, onOpenSsh } = options;
  const select = routeSelector(options, keys);
  const reported = new Set<string>();
  return async (member) => {
    const route = await select(member);
    const { name, reasons } = route.client;
    const isOpenSsh = name === 'openssh';
    const ignored = isOpenSsh ? [] : route.clientReasons.filter(({ weight }) => weight === 'wanted');
    for (const note of [...route.overridden, ...ignored]) {
      const text = `${note.keyword} ${note.value}`;
      if (!reported.has(text)) onIgnored?.(note);
      reported.add(text);
    }
    if (reasons.length > 0) onOpenSsh?.(member.name, reasons);
    refuse(route, isOpenSsh);
    return { ...route, isOpenSsh };
  };
}

/** @throws ConnectError if ssh_config requires a feature that ssh2 lacks, or if no account is set */
function refuse({ host, clientReasons }: Route, isOpenSsh: boolean): void {
  const where = host.name;
  const required = clientReasons.filter(({ weight }) => weight === 'required' && !isOpenSsh);
  const problems = required.map(({ keyword, value, why, at }) => ({
    where,
    cause: 'settings' as const,
    what: `ssh_config sets ${keyword} ${value}, which needs the OpenSSH client: ${why}`,
    next: `set \`ssh.client: openssh\` in the inventory, or correct ${at ?? 'ssh_config'}`,
  }));
  const account = {
    where,
    cause: 'settings' as const,
    what: 'no account for SSH',
    next: 'set user under ssh: in the inventory',
  };
  const all = [...problems, ...(host.ssh.user === '' ? [account] : [])];
  if (all.length > 0) throw new ConnectError(all);
}
