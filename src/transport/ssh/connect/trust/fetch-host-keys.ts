import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import type { ConnectConfig } from 'ssh2';
import type { EffectiveHost } from '../../config/effective.ts';
import { SIGNATURES } from '../host-keys.ts';
import { lacksHostKey } from '../handshake/algorithms-problem.ts';
import { explain } from '../handshake/handshake-problem.ts';
import type { SshError } from '../handshake/handshake-problem.ts';
import { observeHandshake } from '../handshake/progress.ts';

const NO_LOGIN = { ways: [], skipped: [] };

/**
 * Fetches the key of each type that a host has, with one handshake for each type, which ends before a login.
 * @throws HandshakeFailed if the host is not reached
 */
export async function fetchHostKeys(
  host: EffectiveHost,
  open: () => Promise<Duplex>,
): Promise<readonly Buffer[]> {
  const keys: Buffer[] = [];
  for (const algorithms of Object.values(SIGNATURES)) {
    const socket = await open();
    try {
      const key = await offeredKey({ host, socket, algorithms });
      if (key) keys.push(key);
    } finally {
      socket.destroy();
    }
  }
  return keys;
}

interface Fetching {
  readonly host: EffectiveHost;
  readonly socket: Duplex;
  readonly algorithms: readonly string[];
}

/** The key that the host presents for these algorithms. Undefined if it has none. */
function offeredKey({ host, socket, algorithms }: Fetching): Promise<Buffer | undefined> {
  const client = new ssh2.Client();
  const progress = observeHandshake(socket);
  const limitMs = host.ssh.connectTimeoutMs;
  return new Promise((resolve, reject) => {
    let key: Buffer | undefined;
    const ended = (error: SshError) => {
      if (key !== undefined || lacksHostKey(error.message)) return resolve(key);
      reject(explain(error, { host, login: NO_LOGIN, reachMs: limitMs, limitMs, progress, tried: [] }));
    };
    client.on('error', ended);
    client.once('close', () => ended(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    client.connect({
      sock: socket,
      username: host.ssh.user,
      readyTimeout: limitMs,
      debug: progress.debug,
      algorithms: {
        serverHostKey: algorithms as NonNullable<ConnectConfig['algorithms']>['serverHostKey'] & object,
      },
      // The key is only shown: no login follows.
      hostVerifier: (offered: Buffer) => {
        key = offered;
        return false;
      },
    });
  });
}
