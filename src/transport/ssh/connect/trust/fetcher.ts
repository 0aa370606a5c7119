import { join } from 'node:path';
import { openssh } from '../../../openssh/connect.ts';
import { privateDirectory } from '../../../openssh/master/private-directory.ts';
import { startProxyCommand } from '../../../openssh/proxy-command.ts';
import { HandshakeFailed } from '../handshake/handshake-failed.ts';
import { hostKeys } from '../host-keys.ts';
import type { SshOptions } from '../options.ts';
import { fetchHostKeys } from './fetch-host-keys.ts';
import type { Stop } from './hops.ts';

/** Fetches keys on the way, and through the bastions with the client, that the effective configuration selects. */
export interface KeyFetcher {
  /** @throws HandshakeFailed, or the ConnectError of a bastion */
  fetch(stop: Stop): Promise<readonly Buffer[]>;
  /** Lets the OpenSSH client use a bastion whose new keys are shown to the operator. */
  show(stop: Stop, keys: readonly Buffer[]): Promise<void>;
  close(): void;
}

/** @param open opens a connection with ssh2 */
export function keyFetcher(
  options: SshOptions,
  open: (stop: Stop) => ReturnType<Parameters<typeof fetchHostKeys>[1]>,
): KeyFetcher {
  const keys = hostKeys({ ...options, onHostKeyAccepted: () => undefined });
  let prepared: ReturnType<typeof prepare> | undefined;
  const client = () => (prepared ??= prepare(options));
  const opened = async (stop: Stop) => {
    if (!stop.isOpenSsh || stop.bastions.length === 0) return open(stop);
    return (await client()).system.open(stop.openSsh);
  };
  return {
    fetch: (stop) =>
      stop.proxyCommand === undefined
        ? fetchHostKeys(stop.host, () => opened(stop))
        : fetchThroughCommand(stop, stop.proxyCommand, options),
    show: async ({ host, isOpenSsh, isBastion }, shown) => {
      if (!isOpenSsh || !isBastion || shown.length === 0) return;
      const { knownHosts } = await client();
      for (const key of shown) await keys.accept({ ...host, ssh: { ...host.ssh, knownHosts } }, key);
    },
    close: () => void prepared?.then(({ system, directory }) => (system.close(), directory.delete())),
  };
}

async function prepare(options: SshOptions) {
  const directory = await privateDirectory();
  const knownHosts = join(directory.path, 'known_hosts');
  const alsoKnownHosts = [...(options.alsoKnownHosts ?? []), knownHosts];
  return { directory, knownHosts, system: openssh({ ...options, alsoKnownHosts }) };
}

async function fetchThroughCommand(
  { host }: Stop,
  command: string,
  { openssh: client }: SshOptions,
): Promise<readonly Buffer[]> {
  let started: ReturnType<typeof startProxyCommand> | undefined;
  try {
    return await fetchHostKeys(host, async () => {
      started = startProxyCommand(command, host, client?.env ?? {});
      return started.socket;
    });
  } catch (error) {
    const isClosed = error instanceof HandshakeFailed && error.transient === 'closed';
    const problem = isClosed ? await started?.failure() : undefined;
    throw problem ? new HandshakeFailed({ where: host.name, ...problem }, 'closed') : error;
  }
}
