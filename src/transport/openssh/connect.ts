import PQueue from 'p-queue';
import { ConnectError } from '../../errors/errors.ts';
import type { Host } from '../../model/cluster.ts';
import { SECOND } from '../../model/duration.ts';
import type { Connection } from '../ssh/connect/connection.ts';
import type { OpenSshClient, SshOptions } from '../ssh/connect/options.ts';
import { explainLogin } from './failure/failure.ts';
import { logIn } from './log-in.ts';
import { masterArguments } from './master/arguments.ts';
import { startMaster } from './master/master.ts';
import type { Master } from './master/master.ts';
import { privateDirectory } from './master/private-directory.ts';

interface OpenSsh {
  connect(host: Host, signal?: AbortSignal): Promise<Connection>;
  /** Deletes the sockets. */
  close(): void;
}

const SYSTEM: OpenSshClient = { program: 'ssh', env: {} };

/** Connects with the OpenSSH client of this machine: one master per host. Limits concurrent handshakes. */
export function openssh(options: SshOptions): OpenSsh {
  const { clock } = options;
  const queue = new PQueue({ concurrency: options.handshakes });
  const start = masterStarter(options);
  const attempt = async (host: Host, signal: AbortSignal | undefined): Promise<Connection> => {
    const limitMs = host.ssh.connectTimeoutMs;
    const result = await logIn({ host, master: await start.master(host), limitMs, clock, signal });
    if ('lost' in result) return result;
    throw new ConnectError([{ where: host.name, ...explainLogin(result).problem }]);
  };
  return { connect: (host, signal) => queue.add(() => attempt(host, signal)), close: start.close };
}

/** Starts masters whose sockets are in one private directory. */
function masterStarter(options: SshOptions) {
  const { program, env, configFile } = options.openssh ?? SYSTEM;
  let directory: ReturnType<typeof privateDirectory> | undefined;
  let count = 0;
  return {
    master: async (host: Host): Promise<Master> => {
      directory ??= privateDirectory();
      count += 1;
      const socket = `${(await directory).path}/${count}`;
      const args = masterArguments(host, {
        socket,
        ...(configFile !== undefined && { configFile }),
        acceptNewHostKeys: options.acceptNewHostKeys,
        alsoKnownHosts: options.alsoKnownHosts ?? [],
        keepaliveMs: options.keepaliveMs ?? 10 * SECOND,
        isBatch: true,
      });
      return startMaster({ program, args, socket, env });
    },
    close: () => void directory?.then((made) => made.delete()),
  };
}
