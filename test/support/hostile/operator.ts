import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../../src/cli/main.ts';
import { loadInventory } from '../../../src/inventory/load.ts';
import type { Host } from '../../../src/model/cluster.ts';
import { simulatedTransport } from '../../../src/simulate/transport.ts';
import type { Session, Transport } from '../../../src/transport/port.ts';
import type { SshOptions } from '../../../src/transport/ssh/connect/options.ts';
import { sshTransport } from '../../../src/transport/ssh/transport.ts';
import { operatorDirectory } from '../../integration/cli/operator-directory.ts';
import { NOW } from '../../unit/certificates/authority.ts';
import { bareEdges } from '../../unit/cli/bare-edges.ts';
import { knownLine, makeKey } from '../sshd/server.ts';
import { startEndpoint } from './endpoint.ts';
import type { EndpointOptions, Misbehavior } from './endpoint.ts';
import { mixedClock } from './mixed-clock.ts';

/** A method of the port that goes to the hostile endpoint; `connect`: starting the shell. */
export type HostileMethod = Exclude<keyof Session, 'host' | 'close'> | 'connect';

interface Result {
  readonly code: number;
  readonly output: string;
}

/** An operator of nine simulated hosts, one of which has a hostile endpoint for one of its requests. */
export interface HostileOperator {
  quorate(
    command: string,
    hostile: { readonly host: string; readonly method: HostileMethod; readonly misbehavior: Misbehavior },
    how?: { readonly signal?: 'SIGTERM' | 'SIGINT'; readonly exec?: EndpointOptions['exec'] },
  ): Promise<Result>;
  leave(): void;
}

export async function hostileOperator(): Promise<HostileOperator> {
  const directory = await operatorDirectory();
  const hostKey = makeKey(directory, 'endpoint');
  const inventory = join(directory, 'inventory.yaml');
  const { cluster } = await loadInventory(inventory, {});
  return {
    quorate: async (command, { host, method, misbehavior }, { signal, exec } = {}) => {
      const endpoint = await startEndpoint({
        hostKey,
        run: (line) => spawn('sh', ['-c', line]),
        ...(exec && { exec }),
      });
      const clock = mixedClock(NOW, () => endpoint.isIdle());
      const hosts = simulatedTransport({ hosts: cluster.hosts, clock });
      const knownHosts = join(directory, `known-${endpoint.port}`);
      writeFileSync(knownHosts, knownLine(hostKey, endpoint.port));
      let send = (_: 'SIGTERM' | 'SIGINT') => {};
      endpoint.sabotage('', (...args) => {
        misbehavior(...args);
        if (signal) send(signal);
      });
      const atEndpoint = (real: Host): Host => ({
        ...real,
        address: '127.0.0.1',
        ssh: { ...real.ssh, port: endpoint.port, knownHosts, agent: false, identity: hostKey },
      });
      const transport = async (options: SshOptions): Promise<Transport> => {
        const ssh = sshTransport({ ...options, clock });
        return {
          connect: async (real, stop) => {
            if (real.name !== host) return hosts.connect(real, stop);
            const hostile = await clock.during(ssh.connect(atEndpoint(real), stop));
            return mixed(await hosts.connect(real, stop), hostile, { method, during: clock.during });
          },
          close: async () => {
            await Promise.all([hosts.close(), ssh.close()]);
          },
        };
      };
      const fake = bareEdges({ clock, transport });
      send = fake.send;
      try {
        const code = await main([command, inventory], fake.edges);
        return { code, output: `${fake.stdout()}${fake.stderr()}` };
      } finally {
        clock.stop();
        await endpoint.stop();
        rmSync(join(directory, '.quorate'), { recursive: true, force: true });
      }
    },
    leave: () => rmSync(directory, { recursive: true }),
  };
}

/** A simulated session, one method of which goes to the endpoint. */
function mixed(
  simulated: Session,
  hostile: Session,
  { method, during }: { method: HostileMethod; during: <T>(call: Promise<T>) => Promise<T> },
): Session {
  const close = async () => {
    await Promise.all([simulated.close(), hostile.close()]);
  };
  if (method === 'connect') return { ...simulated, close };
  const call = hostile[method].bind(hostile) as (...args: readonly unknown[]) => Promise<unknown>;
  return { ...simulated, [method]: (...args: readonly unknown[]) => during(call(...args)), close };
}
