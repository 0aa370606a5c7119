import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../../../src/model/cluster.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { SshOptions } from '../../../src/transport/ssh/connect/options.ts';
import { hostAt } from './machine.ts';
import { knownLine, makeKey, startServer } from './server.ts';
import type { ServerOptions } from './server.ts';
import { testTransport } from './transport.ts';

/**
 * Servers that accept a password, transports to them, and hosts that know their key. `closeAll` ends what a test started,
 * and what it added to `closing`; `remove` deletes the files.
 */
export function passwordServers() {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-password-'));
  const hostKey = makeKey(folder, 'host');
  const closing: (() => Promise<void> | void)[] = [];
  return {
    closing,
    closeAll: async () => {
      for (const close of closing.splice(0).reverse()) await close();
    },
    remove: () => rmSync(folder, { recursive: true }),
    serve: async (options: Partial<ServerOptions> = {}) => {
      const server = await startServer({
        hostKeys: [hostKey],
        accepts: ({ method }) => method === 'password',
        ...options,
      });
      closing.push(() => server.stop());
      return server;
    },
    transport: (options: Partial<SshOptions> = {}) => {
      const made = testTransport(options);
      closing.push(() => made.close());
      return made;
    },
    hostOn: (port: number, about: Partial<Host> = {}, ssh: Partial<Host['ssh']> = {}): Host => {
      const knownHosts = join(folder, `known-${port}`);
      writeFileSync(knownHosts, knownLine(hostKey, port));
      return { ...hostAt(port, { knownHosts, password: new Secret('pw'), ...ssh }), ...about };
    },
  };
}
